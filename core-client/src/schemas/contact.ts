import { z } from "zod";
import { type CompanyFieldKey, companyFields } from "../catalogue/company-fields.ts";
import { type ContactFieldKey, contactFields } from "../catalogue/contact-fields.ts";
import { answerShape, inputShape } from "./field-shape.ts";
import { timeSchema } from "./time.ts";

const contactAnswers = answerShape(contactFields) satisfies Record<ContactFieldKey, z.ZodType>;
const companyAnswers = answerShape(companyFields) satisfies Record<CompanyFieldKey, z.ZodType>;
const contactInputs = inputShape(contactFields) satisfies Record<ContactFieldKey, z.ZodType>;
const companyInputs = inputShape(companyFields) satisfies Record<CompanyFieldKey, z.ZodType>;

export const customPropertyValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

export const companySchema = z
  .object({ id: z.string(), ...companyAnswers, createdAt: timeSchema, updatedAt: timeSchema })
  .meta({ id: "Company", description: "A company. A field without a value is absent." });

export const contactSchema = z
  .object({
    id: z.string(),
    ...contactAnswers,
    email: z.string().meta({ description: "Identifies the contact.", examples: ["ada@example.com"] }),
    customProperties: z.record(z.string(), customPropertyValueSchema),
    company: companySchema.nullable(),
    createdAt: timeSchema,
    updatedAt: timeSchema,
  })
  .meta({ id: "Contact", description: "A contact, with its company inside. A field without a value is absent." });

const customPropertiesInput = z
  .record(z.string(), z.unknown())
  .nullable()
  .exactOptional()
  .meta({ description: "The organization's own fields.", examples: [{ plan: "team" }] });

/** Further keys are let through: what becomes of them is the import's to say, and a warning tells of it. */
export const contactInputSchema = z
  .looseObject({ ...contactInputs, customProperties: customPropertiesInput })
  .meta({ id: "ContactFields", description: "What is known of a contact. Blank means “not given” and never erases." });

export const companyInputSchema = z
  .looseObject(companyInputs)
  .meta({ id: "CompanyFields", description: "What is known of the contact's company. Blank never erases." });

const clearSchema = z
  .array(z.string().min(1))
  .exactOptional()
  .meta({
    description: "Names of fields to erase, for instance `phone`, `company.name`, `customProperties.plan`.",
    examples: [["phone"]],
  });

export const contactRecordSchema = z
  .looseObject({
    contact: contactInputSchema,
    company: companyInputSchema.nullable().exactOptional(),
    data: z
      .record(z.string(), z.unknown())
      .nullable()
      .exactOptional()
      .meta({ description: "Further facts, kept with the contact as custom properties." }),
    clear: clearSchema,
  })
  .meta({ id: "ContactRecord", description: "One record in the API's own shape." });

/** A contact as it is written by hand: its fields, with its company inside. */
export const contactBodySchema = z
  .looseObject({
    ...contactInputs,
    customProperties: customPropertiesInput,
    company: companyInputSchema.nullable().exactOptional(),
    clear: clearSchema,
  })
  .meta({ id: "ContactBody", description: "A contact as it is written by hand, with its company inside." });
