/** What was made of a given value: the value, and what a person should know about it. Without a value it is left out. */
export interface Reading<Value> {
  value?: Value;
  warning?: string;
}

/** The value as text; null for what has no text of its own. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === "string") return value.trim();
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return null;
};
