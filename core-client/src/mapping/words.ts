const foldings: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d" };

/** The words of a name in any spelling: lower case, without accents, camelCase and punctuation split. */
export function wordsOf(name: string): string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[ßæœøłđ]/g, (letter) => foldings[letter] ?? letter)
    .replace(/['’]s\b/g, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  return words.flatMap((word, at) => {
    if (word === "mail" && words[at - 1] === "e") return [];
    return word === "e" && words[at + 1] === "mail" ? ["email"] : [word];
  });
}

/** A name in the form in which names are compared: `E-mail Address`, `email_address` and `emailAddress` are one. */
export const compactName = (name: string): string => wordsOf(name).join("");
