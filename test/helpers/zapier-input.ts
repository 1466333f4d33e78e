import { createRequire } from "node:module";
import path from "node:path";
import { zapierAppFolder } from "./zapier-zip.ts";

/** What Zapier knows of a field when it makes a step's input. */
export interface KnownField {
  key: string;
  type?: string;
  list?: boolean;
  dict?: boolean;
  default?: string;
  children?: KnownField[];
}

type Values = Record<string, unknown>;

const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What Zapier's own tool does with a text, as Zapier does it in production: it changes the values that it is given. */
function zapierCoercion(): (values: Values, fields: readonly KnownField[], timeZone: string) => void {
  const require = createRequire(path.join(zapierAppFolder, "package.json"));
  const folder = path.dirname(require.resolve("zapier-platform-cli/package.json"));
  return require(path.join(folder, "src/oclif/commands/invoke/input-types.js"));
}

/** Makes one value of what a person typed or mapped. */
function coerce(value: unknown, type: string | undefined, timeZone: string): unknown {
  if (typeof value !== "string" || value === "" || type === undefined) return value;
  const holder: Values = { value };
  zapierCoercion()(holder, [{ key: "value", type }], timeZone);
  return holder.value;
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean).filter((item) => item !== undefined);
  return value === "" || value === null ? undefined : value;
}

function typed(value: unknown, field: KnownField, timeZone: string): unknown {
  const { children } = field;
  if (children !== undefined) {
    const lines = Array.isArray(value) ? value : [value];
    return lines.map((line) => (isValues(line) ? withTypes(line, children, timeZone) : line));
  }
  if (field.list !== true) return field.dict ? value : coerce(value, field.type, timeZone);
  return (Array.isArray(value) ? value : [value]).map((item) => coerce(item, field.type, timeZone));
}

function withTypes(values: Values, fields: readonly KnownField[], timeZone: string): Values {
  const blanks = fields.filter((field) => field.default !== undefined && !values[field.key]);
  const filled = { ...values, ...Object.fromEntries(blanks.map((field) => [field.key, field.default])) };
  return Object.fromEntries(
    Object.entries(filled).map(([key, value]) => {
      const field = fields.find((one) => one.key === key);
      return [key, field === undefined ? value : typed(value, field, timeZone)];
    }),
  );
}

/**
 * Makes a step's input of what a person put into its fields: this is Zapier's work, done before the integration is
 * called. Defaults are filled in, texts become what their fields are, a single value in a field of many becomes a list.
 *
 * @param cleanInputData As the integration's flag of this name: whether what is empty is taken out.
 */
export function zapierInput(
  given: Values,
  fields: readonly KnownField[],
  cleanInputData: boolean,
  timeZone = "UTC",
): Values {
  const values = withTypes(given, fields, timeZone);
  if (!cleanInputData) return values;
  const cleaned = Object.entries(values).map(([key, value]): [string, unknown] => [key, clean(value)]);
  return Object.fromEntries(cleaned.filter(([, value]) => value !== undefined));
}
