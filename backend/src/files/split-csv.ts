/** What stands between the values of a file, and around those that hold it themselves. */
export interface Dialect {
  delimiter: string;
  quote: string;
}

/** One record of a CSV, as it stands there. */
export interface CsvRecord {
  cells: string[];
  /** The line that it begins on, from 1. */
  line: number;
  /** Why it cannot be read: then its cells are what stands between the delimiters. */
  problem: string | null;
}

/** A record longer than this, in characters, is a quote that was never closed. */
export const longestRecord = 1024 * 1024;
const longestCell = 100_000;
/** So much is kept of a line that is too long, in characters. */
const longestKept = 10_000;

const notClosed = "has a quote that is opened and never closed";
const closedWrongly = "has a quote that is opened, and neither closed on its line nor as it should be behind it";
const textBehind = "has text behind a closing quote";
const tooLong = "is longer than a record can be; a quote is probably not closed";
const holdsNul = "holds a NUL character, which no text has: its encoding may be another";
const cellTooLong = `has a value of more than ${longestCell.toLocaleString("en")} characters`;

type Found =
  | { kind: "record"; cells: string[]; next: number; lineEnds: number }
  | { kind: "broken"; problem: string; at: number }
  | { kind: "cut" };

/** Finds the next place of a character; where it has looked before, it does not look again. */
function finderOf(text: string, character: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found >= from) return found;
    const at = text.indexOf(character, from);
    found = at === -1 ? Number.POSITIVE_INFINITY : at;
    return found;
  };
}

const lineEnd = /\r\n|\n|\r/g;
const countLineEnds = (text: string): number => text.match(lineEnd)?.length ?? 0;

/**
 * Splits the text of a CSV into records, as it comes. Lines may end in any way, and mixed; a line without any value is
 * no record. A quote within a value that does not begin with one is text. A quote that is opened and not closed as it
 * should costs its own line and no other: what seemed to be within it is read again, line by line.
 *
 * @returns Takes the next piece of the text, and whether it is the last one; gives the records that are whole by then.
 */
export function createCsvSplitter({ delimiter, quote }: Dialect): (more: string, isLast: boolean) => CsvRecord[] {
  let rest = "";
  let line = 1;
  let isWithinTooLong = false;

  /** What is left begins with a record; of a line that is too long the rest is passed over. */
  function split(text: string, isLast: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let nextDelimiter = finderOf(text, delimiter);
    let nextFeed = finderOf(text, "\n");
    let nextReturn = finderOf(text, "\r");
    const nul = finderOf(text, "\0");
    let at = 0;

    /** Where the line ends that goes on at a place, and where the next one begins; null when that is not known yet. */
    const lineEndFrom = (from: number): { end: number; next: number } | null => {
      const end = Math.min(nextFeed(from), nextReturn(from));
      if (end === Number.POSITIVE_INFINITY) return isLast ? { end: text.length, next: text.length } : null;
      if (text[end] === "\n") return { end, next: end + 1 };
      if (end + 1 === text.length && !isLast) return null;
      return { end, next: text[end + 1] === "\n" ? end + 2 : end + 1 };
    };

    /** Where a quoted value's closing quote is; null when it is not there. */
    const closingQuoteFrom = (from: number): number | null => {
      for (let place = text.indexOf(quote, from); place !== -1; place = text.indexOf(quote, place + 2)) {
        if (text[place + 1] !== quote) return place;
      }
      return null;
    };

    const readRecord = (): Found => {
      const cells: string[] = [];
      let lineEnds = 0;
      let place = at;
      for (;;) {
        if (text[place] === quote) {
          const closing = closingQuoteFrom(place + 1);
          if (closing === null)
            return isLast ? { kind: "broken", problem: notClosed, at: text.length } : { kind: "cut" };
          const inner = text.slice(place + 1, closing);
          lineEnds += countLineEnds(inner);
          cells.push(inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner);
          place = closing + 1;
          while (text[place] === " " && delimiter !== " ") place += 1;
          if (place === text.length && !isLast) return { kind: "cut" };
          if (text[place] === delimiter) {
            place += 1;
            continue;
          }
          if (place < text.length && text[place] !== "\n" && text[place] !== "\r") {
            return { kind: "broken", problem: lineEnds > 0 ? closedWrongly : textBehind, at: place };
          }
        } else {
          const end = Math.min(nextDelimiter(place), nextFeed(place), nextReturn(place), text.length);
          if (end === text.length && !isLast) return { kind: "cut" };
          cells.push(text.slice(place, end));
          place = end;
          if (text[place] === delimiter) {
            place += 1;
            continue;
          }
        }
        const ended = lineEndFrom(place);
        return ended === null ? { kind: "cut" } : { kind: "record", cells, next: ended.next, lineEnds };
      }
    };

    /** Where the line ends that a record begins with. What was found behind it may not be the next any more. */
    const firstLineEnd = (): ReturnType<typeof lineEndFrom> => {
      nextDelimiter = finderOf(text, delimiter);
      nextFeed = finderOf(text, "\n");
      nextReturn = finderOf(text, "\r");
      return lineEndFrom(at);
    };

    const reject = (problem: string, end: number): void => {
      const kept = text.slice(at, Math.min(end, at + longestKept));
      records.push({ cells: kept.split(delimiter), line, problem });
    };

    if (isWithinTooLong) {
      const ended = lineEndFrom(0);
      if (ended === null) {
        rest = text.endsWith("\r") ? "\r" : "";
        return records;
      }
      isWithinTooLong = false;
      at = ended.next;
      line += 1;
    }
    while (at < text.length) {
      const found = readRecord();
      const reached = found.kind === "record" ? found.next : found.kind === "broken" ? found.at : text.length;
      const isTooLong = reached - at > longestRecord;
      if (found.kind === "broken" || isTooLong) {
        const ended = firstLineEnd();
        if (ended === null && !isTooLong) break;
        reject(found.kind === "broken" && !isTooLong ? found.problem : tooLong, ended?.end ?? text.length);
        if (ended === null) {
          isWithinTooLong = true;
          rest = text.endsWith("\r") ? "\r" : "";
          return records;
        }
        at = ended.next;
        line += 1;
        continue;
      }
      if (found.kind === "cut") break;
      const { cells, next, lineEnds } = found;
      if (cells.some((cell) => cell.trim() !== "")) {
        const isLong = next - at > longestCell && cells.some((cell) => cell.length > longestCell);
        const problem = nul(at) < next ? holdsNul : isLong ? cellTooLong : null;
        records.push({ cells, line, problem });
      }
      at = next;
      line += lineEnds + 1;
    }
    rest = text.slice(at);
    return records;
  }

  return (more, isLast) => split(rest + more, isLast);
}
