/**
 * Opens a database as the backend does, tries to go beyond an organization with statements that name none, and prints
 * what came of it. In a process of its own, since jest does not run the backend's modules as they are.
 */
import { openDb } from "../../backend/src/db/open.ts";
import { acrossOrganizations, withinOrganization } from "../../backend/src/db/reach.ts";

const { DATABASE_URL: databaseUrl = null, DATA_DIR: dataFolder = "" } = process.env;
const [one, other] = process.argv.slice(2);
const onError = (error) => {
  throw error;
};
const db = await openDb({ databaseUrl, dataFolder, onError }, new Date());

const everyImport = { text: "select organization_id from imports", name: "every-import" };
const renameAll = { text: "update imports set name = name || '!' returning organization_id" };
const insertKey = {
  text: `insert into idempotency_keys (organization_id, key, fingerprint, status, created_at)
    values ($1, 'taken', '', 200, now())`,
};

const ownersOf = (rows) => [...new Set(rows.map(({ organization_id }) => organization_id))].toSorted();
const told = (work) =>
  new Promise((resolve) => resolve(work())).then(
    () => "done",
    (error) => error.message,
  );
const takenBack = new Error("taken back");

/** The organizations whose rows a transaction changes with a statement that names none; nothing of it stays. */
async function changedBy(organizationId) {
  let changed = [];
  const work = () =>
    db.tx(async (tx) => {
      changed = ownersOf(await tx.query(renameAll));
      throw takenBack;
    });
  await withinOrganization(organizationId, work).catch(() => undefined);
  return changed;
}

/** Many at once, of both, on the connections that they share: how many saw anything but their own. */
async function strayed() {
  const look = (organizationId, index) =>
    withinOrganization(organizationId, async () => {
      const rows = index % 3 === 0 ? await db.tx((tx) => tx.query(everyImport)) : await db.query(everyImport);
      return rows.length > 0 && rows.every(({ organization_id }) => organization_id === organizationId);
    });
  const looks = Array.from({ length: 300 }, (_, index) => look(index % 2 === 0 ? one : other, index));
  return (await Promise.all(looks)).filter((isOwn) => !isOwn).length;
}

const outcome = {
  nobodyReads: await told(() => db.query(everyImport)),
  nobodyBegins: await told(() => db.tx(async () => undefined)),
  toAnother: await told(() => withinOrganization(one, () => withinOrganization(other, () => db.query(everyImport)))),
  toAll: await told(() => withinOrganization(one, () => acrossOrganizations("a try", () => db.query(everyImport)))),
  toWhatIsNone: await told(() => withinOrganization("'; drop table imports; --", () => db.query(everyImport))),
  seen: ownersOf(await withinOrganization(one, () => db.query(everyImport))),
  seenAcross: ownersOf(await acrossOrganizations("a try", () => db.query(everyImport))),
  changed: await changedBy(one),
  writesForAnother: await told(() => withinOrganization(one, () => db.query(insertKey, [other]))),
  strayed: await strayed(),
};
await db.close();
process.stdout.write(JSON.stringify(outcome));
