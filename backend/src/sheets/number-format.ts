/** What a cell's style makes of a number. */
export type NumberKind = { kind: "number" } | { kind: "padded"; digits: number } | { kind: "date" };

/** Of the formats that every workbook has, those of dates and times. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Says what a number format shows: a date where it has parts of one outside of quotes, brackets and escapes. */
export function numberKind(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return isDateFormat(id) ? { kind: "date" } : { kind: "number" };
  if (/^0{2,}$/.test(code)) return { kind: "padded", digits: code.length };
  const bare = code.replace(/"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, "");
  const [first = ""] = bare.split(";");
  return /[dmyhs]/i.test(first) && !/general/i.test(first) ? { kind: "date" } : { kind: "number" };
}
