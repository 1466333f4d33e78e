import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";
import iconv from "iconv-lite";
import { guessEncoding } from "./guess-encoding.ts";

/** How the bytes of a file become text, and how sure that is (0 to 1). */
export interface FoundEncoding {
  encoding: string;
  confidence: number;
}

const marks: { encoding: string; bytes: number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
];

/** The beginning of a file may end in the middle of a character: at most three bytes of it are left. */
const isUtf8Beginning = (bytes: Buffer): boolean =>
  [0, 1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, Math.max(0, bytes.length - cut))));

/** Delimiters, digits, addresses and Latin letters have a zero in every other byte of UTF-16. */
function unmarkedUtf16(bytes: Buffer): string | null {
  const zerosAt = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zerosAt[index % 2] = (zerosAt[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zerosAt;
  if (odd > bytes.length / 20 && even * 10 < odd) return "utf-16le";
  return even > bytes.length / 20 && odd * 10 < even ? "utf-16be" : null;
}

/**
 * Finds out how a file is encoded, from its beginning. Only a mark or valid UTF-8 is sure: an 8-bit encoding cannot be
 * told from another.
 */
export function findEncoding(bytes: Buffer): FoundEncoding {
  const marked = marks.find((mark) => mark.bytes.every((byte, index) => bytes[index] === byte));
  if (marked !== undefined) return { encoding: marked.encoding, confidence: 1 };
  const wide = unmarkedUtf16(bytes);
  if (wide !== null) return { encoding: wide, confidence: 0.9 };
  if (isUtf8Beginning(bytes)) return { encoding: "utf-8", confidence: 1 };
  return guessEncoding(bytes);
}

/** The first bytes of a file that are no UTF-8, with some of what stands around them; null when all of it is. */
export async function findNoUtf8(bytes: Readable): Promise<Buffer | null> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const some: Buffer = Buffer.concat([rest, chunk]);
    if (!isUtf8Beginning(some)) return some;
    const cut = [0, 1, 2, 3].find((length) => isUtf8(some.subarray(0, some.length - length))) ?? 0;
    rest = some.subarray(some.length - cut);
  }
  return rest.length === 0 ? null : rest;
}

/** Whether we can read text in an encoding of this name. */
export const isKnownEncoding = (name: string): boolean => iconv.encodingExists(name);
