const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** A name of one or more words in the spellings that keys and columns come in. */
export function spellings(name: string): string[] {
  const words = name.split(" ");
  const [first = "", ...rest] = words;
  return [
    ...new Set([
      words.join("_"),
      first + rest.map(capital).join(""),
      words.join(""),
      words.map(capital).join(" "),
      capital(name),
      name,
      words.map(capital).join(""),
      words.map(capital).join("_"),
      words.join("-"),
      name.toUpperCase(),
      name.toUpperCase().replaceAll(" ", "_"),
    ]),
  ];
}
