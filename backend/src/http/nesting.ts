const quote = 0x22;
const backslash = 0x5c;
const openings = new Set([0x5b, 0x7b]);
const closings = new Set([0x5d, 0x7d]);

/**
 * How deep the lists and objects of a JSON text lie in one another, at most. It is found in the text, since walking
 * through the value takes a call for every level.
 */
export function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (isText) {
      if (character === backslash) at += 1;
      else if (character === quote) isText = false;
    } else if (character === quote) isText = true;
    else if (openings.has(character)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (closings.has(character)) depth -= 1;
  }
  return deepest;
}
