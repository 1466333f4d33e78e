/** Languages in which a country's name is understood. Where two disagree, the earlier one is believed. */
const languages = [
  "en",
  "de",
  "fr",
  "es",
  "pt",
  "it",
  "nl",
  "da",
  "sv",
  "nb",
  "fi",
  "pl",
  "cs",
  "tr",
  "ru",
  "ja",
  "zh",
];

/** Names in use that the standard names do not contain. */
const furtherNames: Record<string, string> = {
  usa: "US",
  "u s a": "US",
  "u s": "US",
  "united states of america": "US",
  america: "US",
  uk: "GB",
  "u k": "GB",
  "great britain": "GB",
  britain: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "northern ireland": "GB",
  holland: "NL",
  "the netherlands": "NL",
  "czech republic": "CZ",
  "viet nam": "VN",
  turkey: "TR",
  "south korea": "KR",
  korea: "KR",
  "russian federation": "RU",
  uae: "AE",
  "ivory coast": "CI",
  "hong kong": "HK",
  macau: "MO",
  "dr congo": "CD",
  "republic of ireland": "IE",
};

/** Codes that have a name and are no country's: of unions, of groups of islands, and for trying things out. */
const notCountries = new Set([..."EU EZ UN ZZ AC CP CQ DG EA IC QO TA XA XB".split(" ")]);

/** Retired codes have names too, which are those of the countries that took their place: `FX` is France, `SU` Russia. */
const isInUse = (code: string): boolean => new Intl.Locale(`und-${code}`).region === code;

const fold = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, " ")
    .trim();

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

function knownNames(): Map<string, string> {
  const inEnglish = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const countries = codes.filter((code) => !notCountries.has(code) && inEnglish.of(code) && isInUse(code));
  const names = new Map(countries.map((code) => [code.toLowerCase(), code]));
  for (const [name, code] of Object.entries(furtherNames)) names.set(name, code);
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of countries) {
      const name = fold(display.of(code) ?? "");
      if (name !== "" && !names.has(name)) names.set(name, code);
    }
  }
  return names;
}

const longestName = 200;

let known: Map<string, string> | undefined;

/** Folding a name takes longer than finding it, and lists repeat their countries. */
const read = new Map<string, string | null>();
const mostRead = 10_000;

/** The code (ISO 3166-1 alpha-2) of a country's name or code; null when there is none. */
export function normaliseCountry(given: string): string | null {
  const before = read.get(given);
  if (before !== undefined) return before;
  known ??= knownNames();
  const code = known.get(fold(given.slice(0, longestName))) ?? null;
  if (read.size >= mostRead) read.clear();
  if (given.length <= longestName) read.set(given, code);
  return code;
}
