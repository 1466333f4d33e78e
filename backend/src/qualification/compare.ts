import type { CustomPropertyValue, QuestionOperator, QuestionValue } from "@firstquadrant/core-client";

/** One form of a value, so that `GB` and `gb`, `12` and 12 are the same. */
const plain = (value: string | number | boolean): string => String(value).trim().toLowerCase();

type Single = string | number | boolean;

const listOf = (value: QuestionValue): readonly Single[] => (Array.isArray(value) ? value : [value]);

/** The host of an email address, a web address or a domain. */
function hostOf(text: string): string {
  const [, host = ""] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#]*@)?([^/?#:]*)/.exec(plain(text)) ?? [];
  return host.replace(/^www\./, "");
}

function belongsTo(text: Single, domain: Single): boolean {
  const host = hostOf(String(text));
  const wanted = hostOf(String(domain));
  return wanted !== "" && (host === wanted || host.endsWith(`.${wanted}`));
}

/** Below zero, zero or above, as the first is less, equal or more; null where the two have no order. */
function orderOf(one: Single, other: Single): number | null {
  if (typeof other === "number") {
    const number = typeof one === "string" && one.trim() !== "" ? Number(one) : one;
    return typeof number === "number" && !Number.isNaN(number) ? Math.sign(number - other) : null;
  }
  if (typeof one !== "string" || typeof other !== "string") return null;
  const difference = Date.parse(one) - Date.parse(other);
  return Number.isNaN(difference) ? null : Math.sign(difference);
}

const signs: Partial<Record<QuestionOperator, readonly number[]>> = { gt: [1], gte: [0, 1], lt: [-1], lte: [-1, 0] };

/**
 * Compares a present value with a rule's. Texts are compared without regard to case; a list fits where one of its
 * elements does.
 *
 * @returns Null where the two cannot be compared.
 */
export function compare(
  present: CustomPropertyValue,
  operator: QuestionOperator,
  value: QuestionValue,
): boolean | null {
  const own: readonly Single[] = Array.isArray(present) ? present : [present];
  const wanted = listOf(value);
  const some = (fits: (one: Single, other: Single) => boolean): boolean =>
    own.some((one) => wanted.some((other) => fits(one, other)));
  const isOneOf = () => some((one, other) => plain(one) === plain(other));
  switch (operator) {
    case "equals":
    case "in":
      return isOneOf();
    case "not":
    case "notIn":
      return !isOneOf();
    case "contains":
      return Array.isArray(present) ? isOneOf() : some((one, other) => plain(one).includes(plain(other)));
    case "startsWith":
      return some((one, other) => plain(one).startsWith(plain(other)));
    case "endsWith":
      return some((one, other) => plain(one).endsWith(plain(other)));
    case "matchesDomain":
      return some(belongsTo);
    case "isSet":
      return true;
    case "isNotSet":
      return false;
    default: {
      const [one] = own;
      const [other] = wanted;
      const order = one === undefined || other === undefined ? null : orderOf(one, other);
      return order === null ? null : (signs[operator]?.includes(order) ?? null);
    }
  }
}
