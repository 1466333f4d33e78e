import { z } from "zod";
import { undoKeptReasons } from "../model/undo.ts";

const count = z.int().min(0);

export const undoInputSchema = z
  .strictObject({
    runId: z.string().min(1).exactOptional().meta({ description: "Take back this run alone." }),
  })
  .meta({ id: "UndoInput", description: "What is taken back: all that the import did, or one of its runs." });

export const undoResultSchema = z
  .object({
    reversed: z.object({
      contactsRemoved: count,
      fieldsRestored: count.meta({ description: "Fields of contacts that were not removed." }),
      companiesRemoved: count,
      companyFieldsRestored: count,
    }),
    kept: z
      .array(
        z.object({
          contactId: z.string().exactOptional(),
          companyId: z.string().exactOptional(),
          reason: z.enum(undoKeptReasons).meta({
            description: "It was changed since, or another import or run received it too.",
          }),
          fields: z
            .array(z.string())
            .exactOptional()
            .meta({ description: "The fields that were left; absent when the whole contact was." }),
        }),
      )
      .max(1000)
      .meta({ description: "The first thousand of what was left, and why." }),
    counts: z.object({ rows: count, kept: count }),
  })
  .meta({ id: "UndoResult", description: "What was taken back of an import, and what was not." });
