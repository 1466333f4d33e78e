import { statSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { emptyZapierZip, zapierZip } from "../helpers/zapier-zip.ts";

/** How the zip may stand to that of an integration that offers nothing, on the same runtime. */
const most = 1.05;

test("the zip is hardly larger than Zapier's own runtime", async () => {
  const ours = statSync(await zapierZip()).size;
  const empty = statSync(await emptyZapierZip()).size;
  expect(ours).toBeLessThanOrEqual(empty * most);
}, 300_000);
