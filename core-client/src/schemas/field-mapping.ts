import { z } from "zod";
import { isField, noField } from "./field-name.ts";

const pathSchema = z
  .string()
  .min(1)
  .max(1000)
  .meta({
    description: "A path into the record, or the name of a column.",
    examples: ["form_response.answers[field.ref=email].email", "First name"],
  });

export const fieldSourceSchema = z.union([
  pathSchema,
  z.strictObject({ path: pathSchema }),
  z.strictObject({ constant: z.union([z.string(), z.number(), z.boolean()]) }),
]);

export const fieldMappingSchema = z.record(z.string(), z.union([fieldSourceSchema, z.array(fieldSourceSchema)])).meta({
  id: "FieldMapping",
  description: "Where each field comes from: one source, or several that are tried in order.",
  examples: [{ email: "properties.email", "company.name": ["company", { constant: "Unknown" }] }],
});

/** A mapping that somebody wants to be used: every name in it must be a field, and every list have a source. */
export const acceptableFieldMappingSchema = fieldMappingSchema.check(({ value, issues }) => {
  for (const [field, sources] of Object.entries(value)) {
    if (!isField(field)) {
      issues.push({ code: "custom", path: [field], message: noField(field), input: sources });
    } else if (Array.isArray(sources) && sources.length === 0) {
      issues.push({ code: "custom", path: [field], message: "has no source; leave it out instead", input: sources });
    }
  }
});
