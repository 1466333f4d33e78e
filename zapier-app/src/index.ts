import { defineApp, version as platformVersion } from "zapier-platform-core";
import packageJson from "../package.json" with { type: "json" };
import { addCredentials, authentication } from "./authentication.ts";
import completeImport from "./creates/complete-import.ts";
import createContact from "./creates/create-contact.ts";
import createContacts from "./creates/create-contacts.ts";
import importFile from "./creates/import-file.ts";
import startImport from "./creates/start-import.ts";
import updateContact from "./creates/update-contact.ts";
import validateContact from "./creates/validate-contact.ts";
import findContact from "./searches/find-contact.ts";
import findImport from "./searches/find-import.ts";
import contactImported from "./triggers/contact-imported.ts";
import contactLeftOut from "./triggers/contact-left-out.ts";
import importRunFinished from "./triggers/import-run-finished.ts";
import importStatusChanged from "./triggers/import-status-changed.ts";
import listContactFields from "./triggers/list-contact-fields.ts";
import listImports from "./triggers/list-imports.ts";
import listImportsWithRuns from "./triggers/list-imports-with-runs.ts";
import listRunningImports from "./triggers/list-running-imports.ts";

export default defineApp({
  version: packageJson.version,
  platformVersion,
  // What is blank means something here, and is read in one place: fields/given.ts.
  flags: { cleanInputData: false },
  authentication,
  beforeRequest: [addCredentials],
  // What is alike stands together: Zapier's tool writes it all into the zip, which packs what is near.
  creates: {
    [createContact.key]: createContact,
    [validateContact.key]: validateContact,
    [updateContact.key]: updateContact,
    [createContacts.key]: createContacts,
    [startImport.key]: startImport,
    [completeImport.key]: completeImport,
    [importFile.key]: importFile,
  },
  searches: { [findContact.key]: findContact, [findImport.key]: findImport },
  searchOrCreates: {
    [findContact.key]: {
      key: findContact.key,
      display: {
        label: "Find or Create Contact",
        description: "Finds a contact by its email, phone or profile on LinkedIn, or creates one.",
      },
      search: findContact.key,
      create: createContact.key,
    },
    [findImport.key]: {
      key: findImport.key,
      display: {
        label: "Find or Start Import",
        description: "Finds an import by its name, or creates and starts one.",
      },
      search: findImport.key,
      create: startImport.key,
    },
  },
  triggers: {
    [contactImported.key]: contactImported,
    [contactLeftOut.key]: contactLeftOut,
    [importStatusChanged.key]: importStatusChanged,
    [importRunFinished.key]: importRunFinished,
    [listContactFields.key]: listContactFields,
    [listImports.key]: listImports,
    [listImportsWithRuns.key]: listImportsWithRuns,
    [listRunningImports.key]: listRunningImports,
  },
});
