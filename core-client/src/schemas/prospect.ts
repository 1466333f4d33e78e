import { z } from "zod";
import { employmentSeniorities } from "../catalogue/contact-fields.ts";
import { companySizes } from "../model/prospect.ts";
import { timeSchema } from "./time.ts";

const mostValues = 50;
const mostPerRun = 100_000;

// Without a letter or a digit there is nothing to look for.
const words = z
  .string()
  .trim()
  .max(200, "must not be longer than 200 characters")
  .regex(/[\p{L}\p{N}]/u, "holds no word to look for");
const name = z.string().trim().min(1, "must not be blank").max(200, "must not be longer than 200 characters");
const seniority = z.enum(employmentSeniorities, { error: `is none of ${employmentSeniorities.join(", ")}` });
const size = z.enum(companySizes, { error: `is none of ${companySizes.join(", ")}` });
const country = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, "is no country's code of two letters, for instance GB");

const several = <Schema extends z.ZodType>(one: Schema) =>
  z
    .array(one)
    .min(1, "must name at least one")
    .max(mostValues, `must not name more than ${mostValues}`)
    .exactOptional();

export const prospectSearchSchema = z
  .strictObject({
    query: words.exactOptional().meta({
      description: "Whole words of a name, a title, a company, a city or an industry: all of them, in either case.",
      examples: ["sales berlin"],
    }),
    filters: z
      .strictObject({
        "title.contains": words.exactOptional().meta({ description: "All of these words are in the title." }),
        "seniority.equals": seniority.exactOptional(),
        "seniority.in": several(seniority),
        "industry.equals": name.exactOptional(),
        "industry.in": several(name),
        "companySize.equals": size.exactOptional(),
        "companySize.in": several(size),
        "country.equals": country.exactOptional(),
        "country.in": several(country),
        "city.equals": name.exactOptional(),
        "city.in": several(name),
      })
      .exactOptional()
      .meta({ description: "All that is given must hold.", examples: [{ "country.in": ["DE", "CH"] }] }),
  })
  .meta({ id: "ProspectSearch", description: "A search of the prospect database." });

export const importProspectsSchema = z
  .strictObject({
    search: prospectSearchSchema,
    limit: z
      .int("must be a whole number")
      .min(1, "must be at least 1")
      .max(mostPerRun, "must not be more than 100,000")
      .meta({ description: "No run takes more than this.", examples: [500] }),
  })
  .meta({ id: "ImportProspects", description: "What an import of the method `prospect` takes in." });

export const prospectSchema = z
  .object({
    id: z.string().meta({ examples: ["pro_000000004711"] }),
    name: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    title: z.string().nullable(),
    seniority: z.string().nullable(),
    city: z.string().nullable(),
    country: z.string().nullable(),
    companyName: z.string().nullable(),
    companyDomain: z.string().nullable(),
    industry: z.string().nullable(),
    employeesCount: z.int().nullable(),
    companySize: z.enum(companySizes).nullable(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({
    id: "Prospect",
    description: "A person who is not a contact yet. The email address comes with the contact, once it is imported.",
  });

export const prospectCountSchema = z.object({
  count: z.int(),
  isEstimate: z.boolean().meta({ description: "Above some thousands, a number is worked out from samples." }),
});
