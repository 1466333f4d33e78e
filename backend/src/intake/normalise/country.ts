/** Languages in which a country's name is understood. */
const languages = ["en", "de", "fr", "es", "pt", "it", "nl"];

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
};

const fold = (name: string): string =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, " ")
    .trim();

const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

function knownNames(): Map<string, string> {
  const names = new Map<string, string>();
  const inEnglish = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const countries = codes.filter((code) => !["EU", "EZ", "UN", "ZZ"].includes(code) && inEnglish.of(code));
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of countries) {
      const name = display.of(code);
      if (name !== undefined) names.set(fold(name), code);
    }
  }
  for (const code of countries) names.set(code.toLowerCase(), code);
  for (const [name, code] of Object.entries(furtherNames)) names.set(name, code);
  return names;
}

let known: Map<string, string> | undefined;

/** The code (ISO 3166-1 alpha-2) of a country's name or code; null when there is none. */
export function normaliseCountry(given: string): string | null {
  known ??= knownNames();
  return known.get(fold(given)) ?? null;
}
