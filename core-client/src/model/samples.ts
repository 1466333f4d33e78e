import { companyFields } from "../catalogue/company-fields.ts";
import { contactFields } from "../catalogue/contact-fields.ts";
import type { Field, FieldValue } from "../catalogue/field.ts";
import type { Contact } from "./contact.ts";
import type { Event } from "./event.ts";
import type { Import, IntakeResult, StartImportResult } from "./import.ts";

/** The catalogue's sample of every field. Listing them loses their keys, which the catalogue knows. */
const samplesOf = <const Fields extends readonly Field[]>(fields: Fields) =>
  Object.fromEntries(fields.map(({ key, sample }) => [key, sample])) as {
    [One in Fields[number] as One["key"]]: FieldValue<One["type"]>;
  };

/** A contact with every field that an organization has from the start, as the API answers it. */
export const sampleContact: Contact = {
  id: "con_01jb2m7c4xe5m8r2t6v9w1y3z5",
  ...samplesOf(contactFields),
  customProperties: { plan: "team", seats: 12 },
  company: {
    id: "com_01jb2m7c4yf6n9s3u7w0x2z4a6",
    ...samplesOf(companyFields),
    createdAt: "2026-10-02T09:16:42.118Z",
    updatedAt: "2026-10-02T09:16:42.118Z",
  },
  createdAt: "2026-10-02T09:16:42.118Z",
  updatedAt: "2026-10-02T09:16:42.118Z",
};

/** A continuous import that runs, as the API answers it. */
export const sampleImport: Import = {
  id: "imp_01jb2k4m6n8p0q2r4s6t8v0w1x",
  name: "Website Leads",
  status: "running",
  method: "app",
  app: "zapier",
  mode: "continuous",
  schedule: null,
  trigger: {
    url: "https://api.us.firstquadrant.ai/v5/imports/imp_01jb2k4m6n8p0q2r4s6t8v0w1x/trigger/01jb2h0000abcdefghjkmnpqrs",
  },
  prospects: null,
  sourceUrl: null,
  fieldMapping: null,
  onConflict: "upsert",
  fieldPolicies: {},
  unknownFields: "warn",
  defaultCountry: "GB",
  qualification: [],
  counts: {
    received: 128,
    scheduled: 0,
    created: 96,
    updated: 21,
    unchanged: 7,
    skipped: 0,
    unqualified: 0,
    rejected: 4,
  },
  samples: 0,
  lateRecords: 0,
  lastRun: null,
  createdAt: "2026-10-02T09:00:00.000Z",
  updatedAt: "2026-10-02T09:16:42.118Z",
  startedAt: "2026-10-02T09:00:01.207Z",
  completedAt: null,
};

const { id, name, status } = sampleImport;

/** What became of one record, as the API answers it. */
export const sampleIntakeResult: IntakeResult = {
  outcome: "created",
  contact: sampleContact,
  import: { id, name, status },
  row: { id: "row_01jb2m7c4zg7p0t4v8x1y3a5b7" },
  changed: ["email", "firstName", "lastName", "company.name"],
  warnings: [{ field: "shoeSize", message: "is no field of a contact and was left out" }],
};

/** An import that was found or made, and started, as the API answers it. */
export const sampleStartImportResult: StartImportResult = { outcome: "started", import: sampleImport };

const { trigger: _credential, sourceUrl: _source, ...importFacts } = sampleImport;

/** The event of a status that changed, as it is listed and delivered. */
export const sampleImportStatusChangedEvent: Extract<Event, { type: "import.status_changed" }> = {
  id: "evt_01jb2k4m70h8q1u5w9y2z4b6c8",
  type: "import.status_changed",
  createdAt: "2026-10-02T09:00:01.207Z",
  data: { import: importFacts, previousStatus: "draft", status: "running" },
};

/** The event of a contact that was taken in, as it is listed and delivered; what an organization calls its own left out. */
export const sampleContactImportedEvent: Extract<Event, { type: "contact.imported" }> = {
  id: "evt_01jb2m7c4zg7p0t4v8x1y3a5b7",
  type: "contact.imported",
  createdAt: "2026-10-02T09:16:42.118Z",
  data: {
    contact: { ...sampleContact, customProperties: {} },
    import: { id, name, status },
    outcome: "created",
    changed: sampleIntakeResult.changed,
  },
};

const sampleErrors = [{ field: "email", message: 'is no email address: "ada.lovelace@"' }];

/** The event of a record that could not become a contact, as it is listed and delivered. */
export const sampleContactRejectedEvent: Extract<Event, { type: "contact.rejected" }> = {
  id: "evt_01jb2m9f6bk9r2w6y0z3b5d7e9",
  type: "contact.rejected",
  createdAt: "2026-10-02T09:17:51.604Z",
  data: {
    row: {
      id: "row_01jb2m9f6bk9r2w6y0z3b5d7e9",
      importId: id,
      outcome: "rejected",
      input: { contact: { email: "ada.lovelace@", firstName: "Ada" } },
      contact: null,
      changed: [],
      warnings: [],
      errors: sampleErrors,
      answers: [],
      decidedBy: null,
      createdAt: "2026-10-02T09:17:51.604Z",
      undoneAt: null,
    },
    import: { id, name, status },
    errors: sampleErrors,
  },
};

/** The event of a run that came to its end, as it is listed and delivered. */
export const sampleImportRunFinishedEvent: Extract<Event, { type: "import.run_finished" }> = {
  id: "evt_01jb2mbh7cm0s3x7z1a4c6e8f0",
  type: "import.run_finished",
  createdAt: "2026-10-02T09:18:03.290Z",
  data: {
    import: { ...importFacts, name: "Trade Fair Visitors", method: "upload", app: null, mode: "once" },
    run: {
      id: "run_01jb2mah7cm0s3x7z1a4c6e8f0",
      status: "finished",
      fileId: "fil_01jb2mag5bk9r2w6y0z3b5d7e9",
      recordsDone: 128,
      recordsTotal: 128,
      percent: 100,
      isUnchanged: false,
      startedAt: "2026-10-02T09:17:58.020Z",
      endedAt: "2026-10-02T09:18:03.290Z",
      counts: sampleImport.counts,
      error: null,
    },
  },
};
