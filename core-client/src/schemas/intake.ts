import { z } from "zod";
import { conflictPolicies, outcomes } from "../model/import.ts";
import { contactSchema } from "./contact.ts";
import { apiErrorSchema, errorDetailSchema } from "./error.ts";
import { importReferenceSchema } from "./import.ts";
import { importCountsSchema } from "./import-counts.ts";
import { qualificationAnswerSchema } from "./qualification.ts";
import { timeSchema } from "./time.ts";

export const warningSchema = z.object({ field: z.string(), message: z.string() });

const resultShape = {
  outcome: z.enum(outcomes).exclude(["rejected"]),
  contact: contactSchema
    .nullable()
    .meta({ description: "Null where there is none: the record was skipped before one existed, or is unqualified." }),
  import: importReferenceSchema,
  row: z.object({ id: z.string() }),
  changed: z.array(z.string()).meta({ description: "The fields that this record changed." }),
  warnings: z.array(warningSchema),
  answers: z
    .array(qualificationAnswerSchema)
    .exactOptional()
    .meta({ description: "What the record was asked; absent where the import asks nothing." }),
};

export const intakeResultSchema = z
  .object(resultShape)
  .meta({ id: "IntakeResult", description: "What became of one record that was taken in." });

const maxRecords = 1000;

const batchShape = z.strictObject({
  // Anything is let through here: one record that cannot be read must not spoil its neighbours, and each is read once,
  // when it is taken in.
  records: z
    .array(z.unknown().meta({ description: "A record in the API's own shape: { contact, company?, data?, clear? }." }))
    .min(1, "must hold at least one record")
    .max(maxRecords, "must not hold more than 1,000 records"),
  onConflict: z
    .enum(conflictPolicies)
    .exactOptional()
    .meta({ description: "Goes before the import's own setting, for these records." }),
  rowIds: z.array(z.string().nullable()).max(maxRecords, "must not hold more than 1,000 ids").exactOptional().meta({
    description:
      "The rejected rows that the records mend, in the places of the records; null for a record that mends none.",
  }),
});

export const batchInputSchema = batchShape.refine(
  ({ records, rowIds }) => rowIds === undefined || rowIds.length === records.length,
  { path: ["rowIds"], message: "must have a place for each record" },
);

export const batchItemResultSchema = z.discriminatedUnion("outcome", [
  z.object({ index: z.int(), ...resultShape }),
  z.object({
    index: z.int(),
    outcome: z.literal("rejected"),
    row: z.object({ id: z.string() }),
    error: apiErrorSchema,
  }),
]);

export const batchResultSchema = z
  .object({ results: z.array(batchItemResultSchema), counts: importCountsSchema })
  .meta({ id: "BatchResult", description: "What became of each record, in the order sent." });

export const importRowSchema = z
  .object({
    id: z.string(),
    importId: z.string(),
    outcome: z.enum(outcomes),
    input: z.unknown().meta({ description: "The record as it was received." }),
    contact: contactSchema.nullable(),
    changed: z.array(z.string()),
    warnings: z.array(warningSchema),
    errors: z.array(errorDetailSchema),
    answers: z
      .array(qualificationAnswerSchema)
      .meta({ description: "What the record was asked, up to the first failure." }),
    decidedBy: z
      .literal("person")
      .nullable()
      .meta({ description: "`person` where somebody decided, and the import's questions no longer do." }),
    createdAt: timeSchema,
    undoneAt: timeSchema.nullable().meta({ description: "When what it did was taken back." }),
  })
  .meta({ id: "ImportRow", description: "One received record and its outcome." });
