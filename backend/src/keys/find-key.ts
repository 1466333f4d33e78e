import { type Db, statement } from "../db/db.ts";
import { notFound } from "../errors.ts";
import { type ApiKeyRecord, apiKeyColumns } from "./api-key-record.ts";

const byId = statement(
  "find-api-key",
  `select ${apiKeyColumns} from api_keys t where t.organization_id = $1 and t.id = $2`,
);

/** @throws AppError `not_found` */
export async function getKey(db: Db, organizationId: string, id: string): Promise<ApiKeyRecord> {
  const [record] = await db.query<ApiKeyRecord>(byId, [organizationId, id]);
  if (record === undefined) throw notFound("key", id);
  return record;
}
