import { z } from "zod";
import { contactSchema } from "./contact.ts";
import { eventSchema } from "./event.ts";
import { importReferenceSchema } from "./import.ts";
import { importRowSchema } from "./intake.ts";
import { timeSchema } from "./time.ts";

export const contactExportSchema = z
  .object({
    contact: contactSchema,
    rows: z
      .array(importRowSchema.extend({ import: importReferenceSchema.nullable() }))
      .meta({ description: "What imports received of it, the oldest first." }),
    events: z.array(eventSchema).meta({ description: "What was told of it, the oldest first." }),
    records: z
      .array(
        z.object({
          id: z.string(),
          importId: z.string(),
          kind: z.enum(["sample", "late"]),
          record: z.unknown(),
          receivedAt: timeSchema,
        }),
      )
      .meta({ description: "Samples and late records that name its address." }),
  })
  .meta({ id: "ContactExport", description: "All that is stored of a contact." });
