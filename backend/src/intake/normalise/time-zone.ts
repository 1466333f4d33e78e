const known = new Map<string, string | null>();

const areas = /^(africa|america|antarctica|arctic|asia|atlantic|australia|europe|indian|pacific)\//i;

const inTitleCase = (name: string): string =>
  name.replace(/[a-z]+/gi, (word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`);

function nameOf(given: string): string | null {
  let canonical: string;
  try {
    canonical = new Intl.DateTimeFormat("en", { timeZone: given }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
  if (canonical.toLowerCase() === given.toLowerCase()) return canonical;
  // The engine knows some places by the names that they had: Asia/Calcutta for Asia/Kolkata. Those stay as given.
  if (!areas.test(given)) return canonical;
  return given === given.toLowerCase() || given === given.toUpperCase() ? inTitleCase(given) : given;
}

/** A time zone's name in the IANA database, also from HubSpot's spelling `us_slash_eastern`; null when it has none. */
export function normaliseTimeZone(given: string): string | null {
  const name = given.replaceAll("_slash_", "/").replaceAll("_hyphen_", "-").replaceAll(" ", "_");
  let zone = known.get(name);
  if (zone === undefined) {
    zone = /^[+-]/.test(name) ? null : nameOf(name);
    if (known.size >= 1000) known.clear();
    known.set(name, zone);
  }
  return zone;
}
