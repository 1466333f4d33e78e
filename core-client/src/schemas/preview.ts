import { z } from "zod";
import { outcomes } from "../model/import.ts";
import { contactSchema } from "./contact.ts";
import { errorDetailSchema } from "./error.ts";
import { acceptableFieldMappingSchema, fieldMappingSchema } from "./field-mapping.ts";
import { fileFormatSchema } from "./file.ts";
import { importCountsSchema } from "./import-counts.ts";
import { warningSchema } from "./intake.ts";
import { qualificationAnswerSchema } from "./qualification.ts";

const maxRecords = 1000;

export const previewInputSchema = z.strictObject({
  // Anything is let through here, as in a batch: what cannot be read is an outcome.
  records: z
    .array(z.unknown().meta({ description: "A record as it would be sent." }))
    .min(1, "must hold at least one record")
    .max(maxRecords, "must not hold more than 1,000 records")
    .exactOptional()
    .meta({
      description: "Left out: the beginning of the newest file, or of what a search of prospects finds, is tried.",
    }),
  fieldMapping: acceptableFieldMappingSchema
    .exactOptional()
    .meta({ description: "Tried instead of the import's own mapping; it is not stored." }),
});

export const previewSchema = z
  .object({
    fieldMapping: fieldMappingSchema
      .nullable()
      .meta({ description: "The mapping that was tried: the given one, else the import's own, else the proposal." }),
    file: fileFormatSchema.nullable().meta({ description: "How the file is read; null where records were given." }),
    rows: z.array(
      z.object({
        outcome: z.enum(outcomes),
        contact: contactSchema
          .extend({ id: z.string().nullable() })
          .nullable()
          .meta({ description: "The contact as it would be; its id is null where it would be made." }),
        changed: z.array(z.string()),
        warnings: z.array(warningSchema),
        errors: z.array(errorDetailSchema),
        answers: z
          .array(qualificationAnswerSchema)
          .meta({ description: "What the record was asked, up to the first failure." }),
      }),
    ),
    counts: importCountsSchema,
  })
  .meta({ description: "What would happen to each record, in the order sent. Nothing is stored." });
