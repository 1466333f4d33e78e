import { z } from "zod";

export const mergeInputSchema = z
  .strictObject({ into: z.string().min(1).meta({ description: "The contact that survives." }) })
  .meta({ id: "MergeInput", description: "Which contact this one becomes a part of." });
