import { defineApp, version as platformVersion } from "zapier-platform-core";
import packageJson from "../package.json" with { type: "json" };
import { addCredentials, authentication } from "./authentication.ts";
import createContact from "./creates/create-contact.ts";
import startImport from "./creates/start-import.ts";
import findImport from "./searches/find-import.ts";
import importStatusChanged from "./triggers/import-status-changed.ts";
import listImports from "./triggers/list-imports.ts";

export default defineApp({
  version: packageJson.version,
  platformVersion,
  // What is blank means something here, and is read in one place: fields/given.ts.
  flags: { cleanInputData: false },
  authentication,
  beforeRequest: [addCredentials],
  triggers: { [importStatusChanged.key]: importStatusChanged, [listImports.key]: listImports },
  creates: { [createContact.key]: createContact, [startImport.key]: startImport },
  searches: { [findImport.key]: findImport },
});
