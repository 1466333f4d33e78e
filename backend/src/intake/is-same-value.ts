import { isDeepStrictEqual } from "node:util";
import type { CustomPropertyValue } from "@firstquadrant/core-client";

/** Whether a field has the same value. Most values are texts: only lists have to be looked into. */
export const isSameValue = (one: CustomPropertyValue | undefined, other: CustomPropertyValue | undefined): boolean =>
  one === other || (typeof one === "object" && isDeepStrictEqual(one, other));
