import type { NumberKind } from "./number-format.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Day 0 of the calendar that begins in 1900, with the day that it counts too many, and of the one of 1904. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);
/** The last day that a workbook knows: 31 December 9999. */
const lastDay = 2_958_466;

/** A number as a person would write it: without the digits that only the computer knows, and never as 1E+15. */
function numberText(value: number): string {
  const rounded = Number(value.toPrecision(15));
  return Number.isInteger(rounded) && Math.abs(rounded) < 1e21 ? rounded.toFixed(0) : String(rounded);
}

function dateText(value: number, is1904: boolean): string {
  // Day 60 of the calendar of 1900 is 29 February 1900, which never was.
  const days = !is1904 && value >= 1 && value < 60 ? value + 1 : value;
  const time = new Date((is1904 ? epoch1904 : epoch1900) + Math.round((days * dayMs) / 1000) * 1000).toISOString();
  const [date = "", clock = ""] = time.replace(/\.000Z$/, "").split("T");
  if (value < 1 && !is1904) return clock;
  return clock === "00:00:00" ? date : `${date}T${clock}`;
}

/** The text of a cell that holds a number: a date by ISO 8601 where its style shows one. */
export function numberCellText(written: string, style: NumberKind, is1904: boolean): string {
  const value = Number(written);
  if (written.trim() === "" || !Number.isFinite(value)) return written;
  switch (style.kind) {
    case "date":
      return value >= 0 && value < lastDay ? dateText(value, is1904) : numberText(value);
    case "padded":
      return Number.isInteger(value) && value >= 0 ? numberText(value).padStart(style.digits, "0") : numberText(value);
    case "number":
      return numberText(value);
  }
}

/** Texts write characters that XML cannot hold as `_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_match, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
