import { isDeepStrictEqual } from "node:util";
import type { CustomPropertyValue } from "@firstquadrant/core-client";

type Value = CustomPropertyValue | null;

/** One change of a field: what was before, and what it became. */
export interface FieldChange {
  name: string;
  before: Value;
  after: Value;
}

/** What becomes of fields when changes are taken back. */
export interface PutBack {
  /** The values that fields get again, by their names; null where they had none. */
  restored: Map<string, Value>;
  /** The names of fields that somebody changed since. */
  kept: string[];
}

/**
 * Takes changes back, the newest first, as long as each field is what the change left. Where somebody changed a field
 * after the last of them it stays; where somebody did so between two of them, it gets that one's value again.
 *
 * @param changes The newest first.
 */
export function putBack(changes: readonly FieldChange[], valueNow: (name: string) => Value): PutBack {
  const restored = new Map<string, Value>();
  const ended = new Set<string>();
  const kept: string[] = [];
  for (const { name, before, after } of changes) {
    if (ended.has(name)) continue;
    const present = restored.has(name) ? (restored.get(name) ?? null) : valueNow(name);
    if (isDeepStrictEqual(present, after)) {
      restored.set(name, before);
      continue;
    }
    ended.add(name);
    if (!restored.has(name)) kept.push(name);
  }
  for (const [name, value] of restored) if (isDeepStrictEqual(value, valueNow(name))) restored.delete(name);
  return { restored, kept };
}

/** Values with some of them put back. */
export function withPutBack(
  values: Readonly<Record<string, CustomPropertyValue>>,
  restored: Iterable<[string, Value]>,
): Record<string, CustomPropertyValue> {
  const next = { ...values };
  for (const [name, value] of restored) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return next;
}
