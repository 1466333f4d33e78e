import { z } from "zod";
import { customFieldTypes } from "../model/custom-field.ts";

export const customFieldInputSchema = z
  .strictObject({
    key: z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9_]{0,99}$/,
        "must begin with a letter and hold only letters, digits and _, at most 100",
      )
      .meta({ examples: ["plan"] }),
    label: z
      .string()
      .trim()
      .min(1, "must not be blank")
      .max(200)
      .meta({ examples: ["Plan"] }),
    type: z.enum(customFieldTypes),
    choices: z.array(z.string().trim().min(1)).min(1).max(500).exactOptional(),
  })
  .check(({ value, issues }) => {
    const needsChoices = value.type === "choice" || value.type === "choices";
    if (needsChoices === (value.choices !== undefined)) return;
    const message = needsChoices ? "is needed for this type" : "is only for the types choice and choices";
    issues.push({ code: "custom", path: ["choices"], message, input: value.choices });
  });

export const listedFieldSchema = z
  .object({
    key: z.string().meta({ examples: ["email", "company.name", "customProperties.plan"] }),
    label: z.string(),
    type: z.string(),
    group: z.enum(["contact", "company", "custom"]),
    help: z.string().nullable(),
    sample: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).nullable(),
    choices: z.array(z.string()).nullable(),
    identifies: z.boolean(),
    id: z.string().nullable(),
  })
  .meta({ id: "ListedField", description: "A field that a contact of this organization can have." });
