import { generateKeyPairSync } from "node:crypto";
import { z } from "zod";
import { type Db, statement } from "../db/db.ts";
import { acrossOrganizations } from "../db/reach.ts";
import { newBareId } from "../ids.ts";
import { newSecret } from "../keys/secret.ts";

const insertSecrets = statement(
  "insert-oauth-secrets",
  "insert into oauth_secrets (id, jwks, cookie_key) values ('own', $1, $2) on conflict (id) do nothing",
);

const findSecrets = statement("find-oauth-secrets", `select jwks, cookie_key as "cookieKey" from oauth_secrets`);

const keySchema = z.object({
  kty: z.literal("EC"),
  crv: z.string(),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
  alg: z.literal("ES256"),
  use: z.literal("sig"),
});
const secretsSchema = z.object({ jwks: z.object({ keys: z.array(keySchema) }), cookieKey: z.string() });

/** What the authorization server signs with. */
export type ServerSecrets = z.infer<typeof secretsSchema>;

/** They are made once, and are the same in every process that shares the database. */
export async function serverSecrets(db: Db): Promise<ServerSecrets> {
  const find = async () => {
    const [found] = await db.query(findSecrets);
    return found === undefined ? null : secretsSchema.parse(found);
  };
  return acrossOrganizations("the server's own secrets are nobody's", async () => {
    const present = await find();
    if (present !== null) return present;
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = { ...privateKey.export({ format: "jwk" }), kid: newBareId(), alg: "ES256", use: "sig" };
    await db.query(insertSecrets, [JSON.stringify({ keys: [key] }), newSecret()]);
    const made = await find();
    if (made === null) throw new Error("The secrets of the authorization server were inserted and not found.");
    return made;
  });
}
