import { z } from "zod";
import { timeSchema } from "./time.ts";

export const fileFormatSchema = z.object({
  encoding: z.string(),
  delimiter: z.string(),
  headerRow: z.int().meta({ description: "The line of the column names, from 1; 0 when there is none." }),
  columns: z.array(z.string()),
  confidence: z
    .object({ encoding: z.number(), delimiter: z.number(), headerRow: z.number() })
    .meta({ description: "How sure each is, from 0 to 1." }),
});

export const importFileSchema = z
  .object({
    id: z.string(),
    importId: z.string(),
    name: z.string(),
    size: z.int().meta({ description: "In bytes." }),
    format: fileFormatSchema,
    receivedAt: timeSchema,
  })
  .meta({ description: "A file that was uploaded to an import." });
