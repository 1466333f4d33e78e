import { analyse } from "chardet";

const mostLookedAt = 64 * 1024;
/** Where letters tell too little: the most frequent of Latin encodings, and of the others. */
const fallbacks = { latin: "windows-1252", other: "windows-1251" };
const leastScore = { latin: 0, other: 25 };

/** What is suggested for what was recognised: the code pages of Windows hold the same letters, and some more. */
const suggestions: Record<string, string> = {
  "ISO-8859-1": "windows-1252",
  "ISO-8859-2": "windows-1250",
  "ISO-8859-5": "windows-1251",
  "ISO-8859-6": "windows-1256",
  "ISO-8859-7": "windows-1253",
  "ISO-8859-8": "windows-1255",
  "ISO-8859-9": "windows-1254",
  "windows-1250": "windows-1250",
  "windows-1251": "windows-1251",
  "windows-1252": "windows-1252",
  "windows-1253": "windows-1253",
  "windows-1254": "windows-1254",
  "windows-1255": "windows-1255",
  "windows-1256": "windows-1256",
  "windows-1257": "windows-1257",
  "KOI8-R": "koi8-r",
  Shift_JIS: "shift_jis",
  "EUC-JP": "euc-jp",
  "EUC-KR": "euc-kr",
  Big5: "big5",
  GB18030: "gb18030",
};

const eastAsian = new Set(["shift_jis", "euc-jp", "euc-kr", "big5", "gb18030"]);
const ofOtherLetters = new Set(["windows-1251", "windows-1253", "windows-1255", "windows-1256", "koi8-r"]);

/** How many bytes beyond ASCII stand side by side: Latin text has single ones, other alphabets have whole words. */
function averageRun(bytes: Buffer): number {
  let high = 0;
  let runs = 0;
  let before = 0;
  for (const byte of bytes) {
    if (byte > 0x7f) {
      high += 1;
      if (before <= 0x7f) runs += 1;
    }
    before = byte;
  }
  return runs === 0 ? 0 : high / runs;
}

/**
 * Suggests how bytes that are no UTF-8 may be encoded. One encoding of eight bits cannot be told from another for sure,
 * so it is a suggestion and no more.
 */
export function guessEncoding(bytes: Buffer): { encoding: string; confidence: number } {
  const beginning = bytes.subarray(0, mostLookedAt);
  const found = analyse(beginning).flatMap(({ name, confidence }) => {
    const encoding = suggestions[name];
    return encoding === undefined ? [] : [{ encoding, score: confidence }];
  });
  const [first] = found;
  if (first !== undefined && eastAsian.has(first.encoding) && first.score >= 80) {
    return { encoding: first.encoding, confidence: 0.7 };
  }
  const letters = averageRun(beginning) < 3 ? "latin" : "other";
  const isFitting = (encoding: string): boolean =>
    !eastAsian.has(encoding) && ofOtherLetters.has(encoding) === (letters === "other");
  const fitting = found.find(({ encoding, score }) => isFitting(encoding) && score >= leastScore[letters]);
  return { encoding: fitting?.encoding ?? fallbacks[letters], confidence: 0.5 };
}
