import { z } from "zod";
import { fileTypes } from "../model/file.ts";
import { timeSchema } from "./time.ts";

export const fileFormatSchema = z.object({
  type: z.enum(fileTypes),
  encoding: z.string().nullable().meta({ description: "Null for a workbook, as are delimiter and quote." }),
  delimiter: z.string().nullable(),
  quote: z
    .string()
    .nullable()
    .meta({ description: "What stands around values that hold a delimiter; an empty text where nothing does." }),
  sheet: z.string().nullable().meta({ description: "The sheet of a workbook that is read; null for a CSV." }),
  sheets: z.array(z.string()).meta({ description: "The sheets that a workbook has." }),
  headerRow: z.int().meta({ description: "The line of the column names, from 1; 0 when there is none." }),
  columns: z.array(z.string()),
  confidence: z
    .object({ encoding: z.number(), delimiter: z.number(), headerRow: z.number() })
    .meta({ description: "How sure each is, from 0 to 1." }),
  said: z.array(z.string()).meta({ description: "What of it a person said.", examples: [["encoding"]] }),
  notes: z
    .array(z.string())
    .meta({ description: "What a person should know before starting: what is a guess, and what is left out." }),
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
