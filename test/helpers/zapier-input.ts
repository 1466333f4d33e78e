/** What Zapier knows of a field when it makes a step's input. */
export interface KnownField {
  key: string;
  type?: string;
  list?: boolean;
}

const untrue = new Set(["", "no", "n", "false", "f", "never", "0", "none", "nil", "null"]);

function toNumber(text: string): number {
  const number = Number.parseFloat(text.replace(/[^\d.,-]/g, "").replace(/[.,-]$/, ""));
  return Number.isNaN(number) ? 0 : number;
}

/** Makes one value of what a person typed or mapped: this is Zapier's work, done before the integration is called. */
function coerce(value: unknown, type: string | undefined): unknown {
  if (typeof value !== "string" || value === "") return value;
  if (type === "integer") return Math.trunc(toNumber(value));
  if (type === "number") return toNumber(value);
  if (type === "boolean") return !untrue.has(value.toLowerCase());
  if (type === "datetime") return `${new Date(value).toISOString().slice(0, 19)}+00:00`;
  return value;
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean).filter((item) => item !== undefined);
  return value === "" || value === null ? undefined : value;
}

/**
 * Makes a step's input of what a person put into its fields.
 *
 * @param cleanInputData As the integration's flag of this name: whether what is empty is taken out.
 */
export function zapierInput(
  typed: Record<string, unknown>,
  fields: readonly KnownField[],
  cleanInputData: boolean,
): Record<string, unknown> {
  const entries = Object.entries(typed).map(([key, value]): [string, unknown] => {
    const field = fields.find((one) => one.key === key);
    if (field?.list !== true) return [key, coerce(value, field?.type)];
    return [key, (Array.isArray(value) ? value : [value]).map((item) => coerce(item, field.type))];
  });
  if (!cleanInputData) return Object.fromEntries(entries);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, clean(value)]).filter(([, value]) => value !== undefined),
  );
}
