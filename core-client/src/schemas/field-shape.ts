import { z } from "zod";
import type { Field, FieldType } from "../catalogue/field.ts";

type ValueSchema<Type extends FieldType> = Type extends "number" | "integer"
  ? z.ZodNumber
  : Type extends "list" | "choices"
    ? z.ZodArray<z.ZodString>
    : Type extends "boolean"
      ? z.ZodBoolean
      : z.ZodString;

type ByKey<Fields extends readonly Field[], Of extends { [Key in FieldType]: z.ZodType }> = {
  [One in Fields[number] as One["key"]]: z.ZodExactOptional<Of[One["type"]]>;
};

/** What may be sent for any field: forms and tables send text for everything, and blank means "not given". */
export const inputValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
]);

function valueSchema(type: FieldType): z.ZodType {
  switch (type) {
    case "number":
    case "integer":
      return z.number();
    case "list":
    case "choices":
      return z.array(z.string());
    case "boolean":
      return z.boolean();
    default:
      return z.string();
  }
}

function factsOf({ label, help, sample, choices }: Field) {
  const sentences = [`${label}.`, help, choices && `One of ${choices.join(", ")}.`];
  return { description: sentences.filter((sentence) => sentence !== undefined).join(" "), examples: [sample] };
}

const shape = (fields: readonly Field[], schemaOf: (field: Field) => z.ZodType) =>
  Object.fromEntries(fields.map((field) => [field.key, schemaOf(field).meta(factsOf(field)).exactOptional()]));

// In both functions the keys and types come from the catalogue, and building an object of them loses both.

/** The shape of what the API answers: every field of the catalogue, with the value of its type, or absent. */
export const answerShape = <const Fields extends readonly Field[]>(fields: Fields) =>
  shape(fields, (field) => valueSchema(field.type)) as ByKey<Fields, { [Type in FieldType]: ValueSchema<Type> }>;

/** The shape of what callers may send: every field of the catalogue, with anything that can be read as its value. */
export const inputShape = <const Fields extends readonly Field[]>(fields: Fields) =>
  shape(fields, () => inputValueSchema.clone()) as ByKey<Fields, { [Type in FieldType]: typeof inputValueSchema }>;
