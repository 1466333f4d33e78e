const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** The first ten of an id's 26 characters are its time: 48 bits of milliseconds behind two that are zero. */
const timeCharacters = 10;

/**
 * What every bare id made at this time or later sorts behind, or begins with. An id is made after the time that its
 * event carries was read, so no event of that time or later is missed.
 */
export function firstIdAt(time: Date): string {
  let rest = Math.max(0, time.getTime());
  let text = "";
  while (text.length < timeCharacters) {
    text = `${alphabet[rest % alphabet.length]}${text}`;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
