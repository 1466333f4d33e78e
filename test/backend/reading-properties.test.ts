import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { parse as parseWithCsvParse } from "csv-parse/sync";
import fc from "fast-check";
import iconv from "iconv-lite";
import Papa from "papaparse";
import { findFormat } from "../../backend/src/files/format.ts";
import { type FileRecord, readRecords } from "../../backend/src/files/read-records.ts";

const lineEnds = ["\r\n", "\n", "\r"];

interface Written {
  delimiter: string;
  /** The cells of each record, as they must come out again. */
  records: string[][];
  text: string;
  encoding: string;
  mark: boolean;
  /** Where the bytes are cut into chunks, as shares of the whole. */
  cuts: number[];
}

const plain = fc.constantFrom("Ada", "a b", "ada@example.com", "1.5", "", " ", "x", "O'Neil", '5" wide');
const odd = (letters: string[]) =>
  fc.array(fc.constantFrom('"', '""', ",", ";", "\t", "|", "\n", "\r", "\r\n", " ", "'", ...letters), { maxLength: 8 });

const latin = ["a", "é", "ß", "ñ", "€", "“"];
const any = [...latin, "Ł", "я", "漢", "\u{1F600}", "𝄞"];

const cellOf = (letters: string[]) =>
  fc.oneof(
    plain,
    odd(letters).map((parts) => parts.join("")),
  );

const mustBeQuoted = (cell: string, delimiter: string): boolean =>
  cell.startsWith('"') || cell.includes(delimiter) || /[\r\n]/.test(cell);

/** A CSV whose lines end in these ways, made of cells that are known. */
const written = (ends: string[]): fc.Arbitrary<Written> =>
  fc
    .record({
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      encoding: fc.constantFrom("utf-8", "utf-16le", "utf-16be", "windows-1252"),
      width: fc.integer({ min: 1, max: 5 }),
      mark: fc.boolean(),
      isEnded: fc.boolean(),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
    })
    .chain(({ delimiter, encoding, width, mark, isEnded, cuts }) => {
      const cell = fc.record({ text: cellOf(encoding === "windows-1252" ? latin : any), isQuoted: fc.boolean() });
      const line = fc.record({
        cells: fc.array(cell, { minLength: width, maxLength: width }),
        end: fc.constantFrom(...ends),
      });
      return fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => {
        const texts = lines.map(({ cells, end }, index) => {
          const written = cells.map(({ text, isQuoted }) =>
            isQuoted || mustBeQuoted(text, delimiter) ? `"${text.replaceAll('"', '""')}"` : text,
          );
          return written.join(delimiter) + (isEnded || index < lines.length - 1 ? end : "");
        });
        return {
          delimiter,
          records: lines.map(({ cells }) => cells.map(({ text }) => text)),
          text: texts.join(""),
          encoding,
          mark: mark && encoding !== "windows-1252",
          cuts,
        };
      });
    });

const bytesOf = ({ text, encoding, mark }: Pick<Written, "text" | "encoding" | "mark">): Buffer =>
  iconv.encode(text, encoding, { addBOM: mark });

function chunksOf(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].toSorted((a, b) => a - b);
  return places.slice(1).map((place, index) => bytes.subarray(places[index], place));
}

async function read(chunks: Iterable<Buffer>, format: Partial<Parameters<typeof readRecords>[1]>) {
  const found: FileRecord[] = [];
  const whole = { ...findFormat(Buffer.alloc(0)), headerRow: 0, ...format };
  for await (const record of readRecords(Readable.from(chunks), whole)) found.push(record);
  return found;
}

const isRecord = (cells: string[]): boolean => cells.some((cell) => cell.trim() !== "");

describe("whatever a CSV holds", () => {
  test("comes out as it was written, in chunks of any size, as other parsers read it too", async () => {
    await fc.assert(
      fc.asyncProperty(written(lineEnds), async (one) => {
        const columns = one.records[0]?.map((_cell, index) => `Column ${index + 1}`) ?? [];
        const expected = one.records.filter(isRecord);
        const { delimiter, encoding, text } = one;
        const found = await read(chunksOf(bytesOf(one), one.cuts), { delimiter, encoding, columns });
        expect(found.map(({ problem }) => problem).filter((problem) => problem !== null)).toEqual([]);
        expect(found.map(({ values }) => Object.values(values))).toEqual(expected);

        const theirs: string[][] = parseWithCsvParse(text, {
          delimiter,
          record_delimiter: lineEnds,
          relax_quotes: true,
          relax_column_count: true,
        });
        expect(theirs.filter(isRecord)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test("is read by Papa Parse in the same way where lines end in one way, which it needs", async () => {
    await fc.assert(
      fc.asyncProperty(written(["\n"]), async ({ text, delimiter, encoding, records, cuts, mark }) => {
        const theirs = Papa.parse<string[]>(text, { delimiter, newline: "\n" }).data.filter(isRecord);
        const columns = records[0]?.map((_cell, index) => `Column ${index + 1}`) ?? [];
        const found = await read(chunksOf(bytesOf({ text, encoding, mark }), cuts), { delimiter, encoding, columns });
        expect(found.map(({ values }) => Object.values(values))).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });

  test("is cut nowhere by the border of a chunk: byte for byte it is the same", async () => {
    const text = 'Näme,Nötes\r\n"Ä ""B""","l1\r\nl2"\r𝄞,"a,b"\n"open,x\r\nc,d\r\n"x" y,z\n';
    for (const encoding of ["utf-8", "utf-16le", "utf-16be"]) {
      const bytes = iconv.encode(text, encoding, { addBOM: true });
      const format = { encoding, columns: ["A", "B"] };
      const whole = await read([bytes], format);
      expect(whole).toHaveLength(6);
      for (let size = 1; size <= 9; size += 1) {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
          bytes.subarray(index * size, (index + 1) * size),
        );
        expect(await read(chunks, format)).toEqual(whole);
      }
    }
  });
});
