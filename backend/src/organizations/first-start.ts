import { everyAppMapping } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";
import { createImport } from "../imports/create-import.ts";
import { getImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { transition } from "../imports/transition.ts";
import { createKey } from "../keys/create-key.ts";
import { everything } from "../keys/scope.ts";
import { addPerson } from "../people/add-person.ts";
import { listPeople } from "../people/find-people.ts";
import { makeSignInPath } from "../people/sign-in-links.ts";
import { addFirstProspects } from "../prospects/generate.ts";
import { createOrganization } from "./create-organization.ts";

/** Any number that no other program on the same server uses for its advisory locks. */
const lockNumber = 7_237_461_924;

const oldestOrganization = statement("find-oldest-organization", "select id from organizations order by id limit 1");

const oldestWebhookImport = statement(
  "find-oldest-webhook-import",
  `select id from imports where organization_id = $1 and method = 'webhook' and status = 'running' order by id limit 1`,
);

/** What a person needs to begin. */
export interface Beginning {
  organizationId: string;
  /** Only when it was made just now: it cannot be shown again. */
  apiKey: string | null;
  /** Where the first admin signs in, once; null when none was made just now. */
  signInPath: string | null;
  /** Null when no webhook import runs (any more). */
  webhookImport: ImportRecord | null;
}

async function findWebhookImport(db: Db, organizationId: string): Promise<ImportRecord | null> {
  const [found] = await db.query<{ id: string }>(oldestWebhookImport, [organizationId]);
  return found === undefined ? null : getImport(db, organizationId, found.id);
}

/** What a start is asked to make on a database that has all it needs. */
export interface Wanted {
  wantsKey: boolean;
  wantsLink: boolean;
}

/** A link for the admin who came first, who is made where there is nobody yet; null where nobody asked for one. */
async function signInPath(db: Db, organizationId: string, wantsLink: boolean, now: Date): Promise<string | null> {
  const people = await listPeople(db, organizationId);
  if (people.length > 0 && !wantsLink) return null;
  const admin = people.find(({ role }) => role === "admin")?.id;
  const first = { name: "Administrator", email: null, role: "admin" } as const;
  return makeSignInPath(db, organizationId, admin ?? (await addPerson(db, organizationId, first, now)), now);
}

/**
 * Makes sure that there is an organization, a key, a person and an import to begin with. On a database that has them
 * nothing is made, unless a further key or sign-in link is asked for.
 */
export async function begin(db: Db, { wantsKey, wantsLink, now }: Wanted & { now: Date }): Promise<Beginning> {
  const makeSure = async (tx: Db): Promise<Beginning> => {
    await tx.query({ text: "select pg_advisory_xact_lock($1)" }, [lockNumber]);
    const [present] = await tx.query<{ id: string }>(oldestOrganization);
    const organizationId = present?.id ?? (await createOrganization(tx, "My organization", now));
    if (present === undefined) {
      const draft = await createImport(
        tx,
        organizationId,
        { name: "Webhook", method: "webhook", fieldMapping: everyAppMapping },
        now,
      );
      await transition(tx, organizationId, draft.id, "start", now);
      await addFirstProspects(tx, now);
    }
    const apiKey =
      present === undefined || wantsKey
        ? (await createKey(tx, organizationId, { name: "Key made at start", scopes: [everything] }, now)).key
        : null;
    return {
      organizationId,
      apiKey,
      signInPath: await signInPath(tx, organizationId, wantsLink, now),
      webhookImport: await findWebhookImport(tx, organizationId),
    };
  };
  return acrossOrganizations("the first of them is looked for, or made", () => db.tx(makeSure));
}
