// Packs, into the folder that the argument names, an integration that offers nothing but a connection, on the same runtime as ours and
// by the same tool: what ours is compared with.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pack } from "../../zapier-app/pack.mjs";

const app = `import { version as platformVersion } from "zapier-platform-core";
const test = async (z, bundle) => (await z.request(bundle.authData.baseUrl + "/v5/me")).data;
export default { version: "1.0.0", platformVersion, authentication: { type: "custom", test, fields: [] } };
`;

await pack(path.resolve(process.argv[2]), (staged) => {
  mkdirSync(path.join(staged, "dist"));
  writeFileSync(path.join(staged, "dist/index.js"), app);
});
