const known = new Map<string, string | null>();

function canonical(name: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** A time zone's name in the IANA database, also from HubSpot's spelling `us_slash_eastern`; null when it has none. */
export function normaliseTimeZone(given: string): string | null {
  const name = given.replaceAll("_slash_", "/").replaceAll("_hyphen_", "-").replaceAll(" ", "_");
  let zone = known.get(name);
  if (zone === undefined) {
    zone = /^[+-]/.test(name) ? null : canonical(name);
    if (known.size >= 1000) known.clear();
    known.set(name, zone);
  }
  return zone;
}
