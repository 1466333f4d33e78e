import { everyAppMapping } from "@firstquadrant/core-client";
import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";
import { createImport } from "../imports/create-import.ts";
import { getImport } from "../imports/find-import.ts";
import type { ImportRecord } from "../imports/import-record.ts";
import { transition } from "../imports/transition.ts";
import { createKey } from "../keys/create-key.ts";
import { everything } from "../keys/scope.ts";
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
  /** Null when no webhook import runs (any more). */
  webhookImport: ImportRecord | null;
}

async function findWebhookImport(db: Db, organizationId: string): Promise<ImportRecord | null> {
  const [found] = await db.query<{ id: string }>(oldestWebhookImport, [organizationId]);
  return found === undefined ? null : getImport(db, organizationId, found.id);
}

/**
 * Makes sure that there is an organization, a key and an import to begin with. On a database that has an organization
 * nothing is made, unless a further key is asked for.
 */
export async function begin(db: Db, { wantsKey, now }: { wantsKey: boolean; now: Date }): Promise<Beginning> {
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
    return { organizationId, apiKey, webhookImport: await findWebhookImport(tx, organizationId) };
  };
  return acrossOrganizations("the first of them is looked for, or made", () => db.tx(makeSure));
}
