import { type Db, statement } from "../db/db.ts";
import { type ApiKeyRecord, apiKeyColumns } from "./api-key-record.ts";

const ofOrganization = statement(
  "list-api-keys",
  `select ${apiKeyColumns} from api_keys t where t.organization_id = $1 order by t.id`,
);

/** Every key of an organization, oldest first. */
export const allKeys = (db: Db, organizationId: string): Promise<ApiKeyRecord[]> =>
  db.query<ApiKeyRecord>(ofOrganization, [organizationId]);
