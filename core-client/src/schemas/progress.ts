import { z } from "zod";
import { importRunSchema } from "./import.ts";

export const importProgressSchema = z
  .object({
    run: importRunSchema.nullable().meta({
      description: "The run that is worked on, else the next to be, else the last; null where none ever was.",
    }),
    recordsDone: z.int(),
    recordsTotal: z.int().nullable().meta({ description: "Null while nothing is known of it." }),
    isTotalExact: z.boolean().meta({ description: "False while the total is an estimate." }),
    bytesDone: z.int().nullable().meta({ description: "Null where the source has no bytes, or none were read yet." }),
    bytesTotal: z.int().nullable(),
    recordsPerSecond: z
      .number()
      .nullable()
      .meta({ description: "The last seconds weigh most; null while it does not move." }),
    secondsLeft: z.int().nullable(),
    percent: z.number().nullable().meta({ description: "0 to 100; 100 only once the run came to its end." }),
  })
  .meta({
    id: "ImportProgress",
    description: "How far the present run of an import is, or how far the last one came.",
  });
