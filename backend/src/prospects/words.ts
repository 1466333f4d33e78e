/** Letters that hold no accent that could be taken off. */
const furtherLetters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
};

/** A text as it is searched: lower case, without accents. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[\p{C}|]+/gu, " ")
    .replace(/[ßæœøđðłıþ]/g, (letter) => furtherLetters[letter] ?? letter);

/** Longer ones are cut: no word and no name of a city is as long, and the index could not hold them. */
const longestTerm = 100;

/** The words of a text, as they are searched. */
export const wordsOf = (text: string): string[] =>
  (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, longestTerm).toWellFormed());

/** What stands for a value that is searched as a whole: `city:new york`. Words hold no colon. */
export const facetTerm = (facet: string, value: string): string =>
  `${facet}:${fold(value).replace(/\s+/g, " ").trim().slice(0, longestTerm).toWellFormed()}`;

/** What stands for the words of a title, so that they are told from those of a name. */
export const titleTerms = (title: string): string[] => wordsOf(title).map((word) => `title:${word}`);
