import { z } from "zod";
import {
  conflictPolicies,
  fieldPolicies,
  importMethods,
  importModes,
  importStatuses,
  unknownFieldPolicies,
} from "../model/import.ts";
import { acceptableFieldMappingSchema, fieldMappingSchema } from "./field-mapping.ts";
import { isField, noField } from "./field-name.ts";
import { importCountsSchema } from "./import-counts.ts";
import { importProspectsSchema } from "./prospect.ts";
import { qualificationInputSchema, qualificationQuestionSchema } from "./qualification.ts";
import { timeSchema } from "./time.ts";

const name = z
  .string()
  .trim()
  .min(1, "must not be blank")
  .max(200, "must not be longer than 200 characters")
  .meta({ description: "Unique among the organization's imports of one method and app.", examples: ["Website Leads"] });
const app = z
  .string()
  .trim()
  .min(1, "must not be blank")
  .max(100)
  .nullable()
  .meta({ description: "The app behind an import of the method `app`.", examples: ["zapier"] });
const mode = z
  .enum(importModes)
  .meta({ description: "How long it runs: over its source once, by a schedule, or open to a continuous source." });

/** A policy for a name that is no field would do nothing, and nobody would notice. */
function knownFields({ value, issues }: z.core.ParsePayload<Record<string, string>>): void {
  for (const field of Object.keys(value)) {
    if (isField(field) && field !== "email") continue;
    const message = field === "email" ? "is what a contact is known by, and is never changed" : noField(field);
    issues.push({ code: "custom", path: [field], message, input: value[field] });
  }
}

const settings = {
  schedule: z
    .strictObject({
      cron: z.string().meta({
        description: "Five fields: minute, hour, day, month, weekday. Each minute is the most often.",
        examples: ["0 9 * * 1-5"],
      }),
      timeZone: z.string().meta({ description: "A name of the IANA database.", examples: ["Europe/Berlin"] }),
    })
    .nullable()
    .exactOptional()
    .meta({ description: "When an import of the mode `recurring` is worked through." }),
  sourceUrl: z
    .string()
    .nullable()
    .exactOptional()
    .meta({
      description: "Where the file of an upload is fetched from, each time it is due.",
      examples: ["https://example.com/contacts.csv"],
    }),
  prospects: importProspectsSchema.exactOptional(),
  fieldMapping: acceptableFieldMappingSchema.nullable().exactOptional(),
  onConflict: z
    .enum(conflictPolicies)
    .exactOptional()
    .meta({ description: "What happens when the contact exists already." }),
  fieldPolicies: z
    .record(z.string().min(1), z.enum(fieldPolicies))
    .check(knownFields)
    .exactOptional()
    .meta({ description: "What single fields do on an update, whatever `onConflict` says." }),
  unknownFields: z
    .enum(unknownFieldPolicies)
    .exactOptional()
    .meta({ description: "What happens to keys that are no field." }),
  defaultCountry: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, "must be a country's code of two letters, for instance GB")
    .nullable()
    .exactOptional()
    .meta({ description: "Used to read phone numbers of records that name no country.", examples: ["GB"] }),
  qualification: qualificationInputSchema.exactOptional(),
};

function appOfMethod({ value, issues }: z.core.ParsePayload<{ method: string; app?: string | null }>): void {
  const needsApp = value.method === "app";
  const hasApp = value.app !== undefined && value.app !== null;
  if (needsApp === hasApp) return;
  const message = needsApp ? "is needed for the method app, for instance zapier" : "is only for the method app";
  issues.push({ code: "custom", path: ["app"], message, input: value.app });
}

function prospectsOfMethod({ value, issues }: z.core.ParsePayload<{ method: string; prospects?: unknown }>): void {
  if (value.prospects === undefined || value.method === "prospect") return;
  issues.push({
    code: "custom",
    path: ["prospects"],
    message: "are only for the method prospect",
    input: value.prospects,
  });
}

export const importInputSchema = z
  .strictObject({
    name,
    method: z.enum(importMethods),
    app: app.exactOptional(),
    mode: mode.exactOptional(),
    ...settings,
  })
  .check(appOfMethod)
  .check(prospectsOfMethod);

export const importPatchSchema = z.strictObject({
  name: name.exactOptional(),
  mode: mode.exactOptional(),
  ...settings,
});

export const startImportInputSchema = z
  .strictObject({ name, method: z.enum(importMethods), app: app.exactOptional(), mode: mode.exactOptional() })
  .check(appOfMethod);

export const importStatusSchema = z.enum(importStatuses);

export const importRunSchema = z.object({
  id: z.string(),
  status: z.enum(["waiting", "running", "finished", "failed"]),
  fileId: z
    .string()
    .nullable()
    .meta({ description: "The file that is worked through; null where the source is none." }),
  recordsDone: z.int().meta({ description: "How many of the source's records are taken in for good." }),
  recordsTotal: z
    .int()
    .nullable()
    .meta({ description: "How many there are, estimated until the run came to its end; null while nothing is known." }),
  percent: z.number().nullable().meta({ description: "0 to 100; 100 only once the run came to its end." }),
  isUnchanged: z.boolean().meta({
    description: "Whether the source was as the run before had left it, so that nothing was taken in.",
  }),
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  counts: importCountsSchema,
  error: z
    .string()
    .nullable()
    .meta({ description: "Why it failed; of a run that waits, why it has to be tried again." }),
});

export const importSchema = z
  .object({
    id: z.string().meta({ examples: ["imp_01jb2k4m6n8p0q2r4s6t8v0w1x"] }),
    name: z.string(),
    status: importStatusSchema,
    method: z.enum(importMethods),
    app: z.string().nullable(),
    mode: z.enum(importModes),
    schedule: z
      .object({
        cron: z.string(),
        timeZone: z.string(),
        nextRunAt: timeSchema.nullable().meta({
          description:
            "Null while the import does not run; in the past while a run that is due waits for the one before it.",
        }),
      })
      .nullable(),
    trigger: z
      .object({ url: z.string() })
      .meta({ description: "The address that any app may post records to; whoever knows it may send." }),
    sourceUrl: z.string().nullable().meta({ description: "Where the file of an upload is fetched from." }),
    prospects: importProspectsSchema
      .nullable()
      .meta({ description: "Which prospects it takes in; null for the other methods, and until it is said." }),
    fieldMapping: fieldMappingSchema.nullable(),
    onConflict: z.enum(conflictPolicies),
    fieldPolicies: z.record(z.string(), z.enum(fieldPolicies)),
    unknownFields: z.enum(unknownFieldPolicies),
    defaultCountry: z.string().nullable(),
    qualification: z.array(qualificationQuestionSchema),
    counts: importCountsSchema,
    samples: z.int().meta({ description: "How many records a draft kept as samples." }),
    lateRecords: z.int().meta({ description: "How many records came after it was completed." }),
    lastRun: importRunSchema.nullable(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
    startedAt: timeSchema.nullable(),
    completedAt: timeSchema.nullable(),
  })
  .meta({ id: "Import", description: "A named, configured intake of contacts with a status and counts." });

/** An import as events tell of it: the addresses of its trigger and its source may be credentials, and are no news. */
export const importFactsSchema = importSchema
  .omit({ trigger: true, sourceUrl: true })
  .meta({ id: "ImportFacts", description: "An import without the addresses of its trigger and its source." });

export const importReferenceSchema = z.object({ id: z.string(), name: z.string(), status: importStatusSchema });

export const startImportResultSchema = z
  .object({ outcome: z.enum(["created", "started", "alreadyRunning"]), import: importSchema })
  .meta({ id: "StartImportResult", description: "The import of this name, method and app, and what was done to it." });

export const importSampleSchema = z
  .object({ id: z.string(), record: z.unknown(), receivedAt: timeSchema })
  .meta({ id: "ImportSample", description: "A record that a draft kept as an example." });
