import { z } from "zod";
import { fieldMappingSchema } from "./field-mapping.ts";

export const proposalInputSchema = z
  .strictObject({
    app: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .exactOptional()
      .meta({ examples: ["typeform"] }),
    samples: z.array(z.unknown()).max(100).exactOptional().meta({ description: "Records as the app sends them." }),
    headers: z
      .array(z.string().max(1000))
      .max(1000)
      .exactOptional()
      .meta({ description: "Headers of a table's columns.", examples: [["E-mail", "First name", "Company"]] }),
  })
  .refine(
    ({ app, samples, headers }) => app !== undefined || samples !== undefined || headers !== undefined,
    "must hold an app, samples or headers to make a proposal from",
  );

const proposedFieldSchema = z.object({
  field: z.string(),
  source: z.string(),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
});

export const fieldMappingProposalSchema = z
  .object({
    fieldMapping: fieldMappingSchema,
    fields: z.array(proposedFieldSchema),
    unmatched: z.array(z.string()),
    undecided: z.array(proposedFieldSchema),
  })
  .meta({ id: "FieldMappingProposal", description: "Where fields could come from, how sure that is, and why." });
