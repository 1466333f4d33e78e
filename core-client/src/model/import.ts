import type { Contact } from "./contact.ts";
import type { ApiErrorBody, ErrorDetail } from "./error.ts";
import type { ImportProspects } from "./prospect.ts";
import type { QualificationAnswer, QualificationQuestion, QualificationQuestionInput } from "./qualification.ts";

export const importStatuses = ["draft", "running", "completed"] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const importMethods = ["prospect", "upload", "webhook", "app"] as const;
export type ImportMethod = (typeof importMethods)[number];

/** How long an import runs: over its source once, by a schedule, or open to a continuous source. */
export const importModes = ["once", "recurring", "continuous"] as const;
export type ImportMode = (typeof importModes)[number];

/** What happens when the contact exists already. */
export const conflictPolicies = ["upsert", "createOnly", "updateOnly", "fillBlanks"] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** What one field does on an update, whatever the import's policy says. */
export const fieldPolicies = ["overwrite", "fillBlank", "keep", "append"] as const;
export type FieldPolicy = (typeof fieldPolicies)[number];

/** What happens to keys that are no field: told in a warning, kept as custom properties, or the record is rejected. */
export const unknownFieldPolicies = ["warn", "keep", "reject"] as const;
export type UnknownFieldPolicy = (typeof unknownFieldPolicies)[number];

/** What became of one received record. `received` always equals the sum of these. */
export const outcomes = ["scheduled", "created", "updated", "unchanged", "skipped", "unqualified", "rejected"] as const;
export type Outcome = (typeof outcomes)[number];

export type ImportCounts = { received: number } & Record<Outcome, number>;

/** Where a field's value comes from: a path into the record (or a column's name), or a constant. */
export type FieldSource = string | { path: string } | { constant: string | number | boolean };

/** Field (`email`, `company.name`, `customProperties.plan`) to its source, or to several that are tried in order. */
export type FieldMapping = Record<string, FieldSource | FieldSource[]>;

/** When a recurring import is worked through. */
export interface ImportScheduleInput {
  /** Five fields: minute, hour, day, month, weekday. */
  cron: string;
  /** A name of the IANA database, for instance `Europe/Berlin`. */
  timeZone: string;
}

export interface ImportSchedule extends ImportScheduleInput {
  /** Null while the import does not run. In the past while a run that is due waits for the one before it. */
  nextRunAt: string | null;
}

export interface ImportRun {
  id: string;
  status: "waiting" | "running" | "finished" | "failed";
  /** The file that is worked through; null where the source is none. */
  fileId: string | null;
  /** How many of the source's records are taken in for good: after a crash it goes on from here. */
  recordsDone: number;
  /** How many there are, estimated until the run came to its end; null while nothing is known of it. */
  recordsTotal: number | null;
  /** 0 to 100; 100 only once the run came to its end. */
  percent: number | null;
  /** Whether the source was as it had been left by the run before, so that nothing was taken in. */
  isUnchanged: boolean;
  startedAt: string | null;
  endedAt: string | null;
  counts: ImportCounts;
  /** Why it failed; of a run that waits, why it has to be tried again. */
  error: string | null;
}

/** A named, configured intake of contacts with a status and counts. */
export interface Import {
  id: string;
  name: string;
  status: ImportStatus;
  method: ImportMethod;
  /** The app behind an import of the method `app`, for instance `zapier`; null for the other methods. */
  app: string | null;
  mode: ImportMode;
  schedule: ImportSchedule | null;
  /** The address that any app may post records to; whoever knows it may send. */
  trigger: { url: string };
  /** Where the file of an upload is fetched from whenever it is due; null where files are sent. */
  sourceUrl: string | null;
  /** Which prospects it takes in; null for the other methods, and until it is said. */
  prospects: ImportProspects | null;
  /** Null until a mapping is accepted; then only records in the API's own shape can be read. */
  fieldMapping: FieldMapping | null;
  onConflict: ConflictPolicy;
  fieldPolicies: Record<string, FieldPolicy>;
  unknownFields: UnknownFieldPolicy;
  /** ISO 3166-1 alpha-2: used to read phone numbers of records that name no country. */
  defaultCountry: string | null;
  qualification: QualificationQuestion[];
  counts: ImportCounts;
  /** Records kept aside: samples of a draft, late records of a completed import. */
  samples: number;
  lateRecords: number;
  lastRun: ImportRun | null;
  createdAt: string;
  updatedAt: string;
  startedAt: string | null;
  completedAt: string | null;
}

/** An import as events tell of it: without the addresses of its trigger and its source, which may be credentials. */
export type ImportFacts = Omit<Import, "trigger" | "sourceUrl">;

/** What may be said of an import when it is made or changed. */
export interface ImportInput {
  name: string;
  method: ImportMethod;
  app?: string | null;
  mode?: ImportMode;
  /** For the mode `recurring`, which needs one. */
  schedule?: ImportScheduleInput | null;
  /** For the method `upload`. */
  sourceUrl?: string | null;
  /** For the method `prospect`, which needs them before it can be started. */
  prospects?: ImportProspects;
  fieldMapping?: FieldMapping | null;
  onConflict?: ConflictPolicy;
  fieldPolicies?: Record<string, FieldPolicy>;
  unknownFields?: UnknownFieldPolicy;
  defaultCountry?: string | null;
  qualification?: QualificationQuestionInput[];
}

export type ImportPatch = Partial<Omit<ImportInput, "method" | "app">>;

/** The name, method and app together are one import: saying them again finds the same one. */
export interface StartImportInput {
  name: string;
  method: ImportMethod;
  app?: string | null;
  mode?: ImportMode;
}

export interface StartImportResult {
  outcome: "created" | "started" | "alreadyRunning";
  import: Import;
}

export interface ImportReference {
  id: string;
  name: string;
  status: ImportStatus;
}

/** Something that was set right or left out on the way, without refusing the record. */
export interface Warning {
  field: string;
  message: string;
}

/** What became of one record that was taken in. */
export interface IntakeResult {
  outcome: Exclude<Outcome, "rejected">;
  /** Null where there is no contact: the record was skipped before one existed, or is unqualified. */
  contact: Contact | null;
  import: ImportReference;
  row: { id: string };
  /** The fields that this record changed, by their names on the wire. */
  changed: string[];
  warnings: Warning[];
  /** What the record was asked; absent where the import asks nothing. */
  answers?: QualificationAnswer[];
}

/** What became of one record of several; `index` is its place in the request. */
export type BatchItemResult =
  | ({ index: number } & IntakeResult)
  | { index: number; outcome: "rejected"; row: { id: string }; error: ApiErrorBody };

export interface BatchResult {
  results: BatchItemResult[];
  counts: ImportCounts;
}

/** A record kept as an example by a draft import. */
export interface ImportSample {
  id: string;
  record: unknown;
  receivedAt: string;
}

/** One received record and its outcome. */
export interface ImportRow {
  id: string;
  importId: string;
  outcome: Outcome;
  input: unknown;
  contact: Contact | null;
  changed: string[];
  warnings: Warning[];
  errors: ErrorDetail[];
  /** What the record was asked, up to the first failure; empty where the import asks nothing. */
  answers: QualificationAnswer[];
  /** Says that a person decided, and the import's questions no longer do; null where nobody stepped in. */
  decidedBy: "person" | null;
  createdAt: string;
  /** When what it did was taken back by an undo. */
  undoneAt: string | null;
}
