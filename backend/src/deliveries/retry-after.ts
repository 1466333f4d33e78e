/** The seconds that a `Retry-After` header asks for, as seconds or as a date; null when it asks for nothing readable. */
export function retryAfterSeconds(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Number(text);
  // An HTTP date begins with the day's name: anything else that a parser would take for a date is none.
  const date = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}
