import { randomFillSync } from "node:crypto";

/** What an id names, by its prefix. */
export type IdPrefix =
  | "org"
  | "key"
  | "imp"
  | "con"
  | "com"
  | "sub"
  | "fld"
  | "smp"
  | "req"
  | "run"
  | "fil"
  | "upl"
  | "per"
  | "app";

const digits = [..."0123456789abcdefghjkmnpqrstvwxyz"];

/** Ten bits in two digits. */
const pairs = digits.flatMap((first) => digits.map((second) => first + second));
const pair = (bits: number): string => pairs[bits & 1023] ?? "";

const randomBits = new Uint16Array(4096);
let used = randomBits.length;

/** Sixteen random bits. They are asked of the system many at a time. */
function random(): number {
  if (used === randomBits.length) {
    randomFillSync(randomBits);
    used = 0;
  }
  const bits = randomBits[used] ?? 0;
  used += 1;
  return bits;
}

let millisecond = 0;
/** The digits that all ids of the millisecond begin with: the time, the version 7, and 14 random bits. */
let beginning = "";
/** The 20 bits behind it, so that ids of one millisecond are in the order of their making. */
let counter = 0;
const mostCounted = 2 ** 20;

function beginMillisecond(next: number): void {
  millisecond = next;
  const time = [40, 30, 20, 10, 0].map((place) => pair(Math.floor(next / 2 ** place)));
  const bits = random();
  // 0111, the version, before twelve random bits; 10, the variant, before two.
  const version =
    pair((0b0111 << 6) | ((bits >> 8) & 0b111111)) + pair((((bits >> 2) & 0b111111) << 4) | 0b1000 | (bits & 0b11));
  beginning = time.join("") + version;
  counter = random();
}

/**
 * A new id without its prefix: a row and the event of its contact share one, as `row_…` and `evt_…`. Ids of a process
 * sort by the time of their making (a TypeID's suffix: a UUID of version 7 in 26 characters).
 */
export function newBareId(): string {
  counter += 1;
  const now = Date.now();
  if (now > millisecond) beginMillisecond(now);
  else if (counter >= mostCounted) beginMillisecond(millisecond + 1);
  return (
    beginning + pair(counter >> 10) + pair(counter) + pair(random()) + pair(random()) + pair(random()) + pair(random())
  );
}

/** A new id (TypeID). */
export const newId = (prefix: IdPrefix): string => `${prefix}_${newBareId()}`;

/** The part of an id that follows its prefix; the whole where it has none. */
export const bareId = (id: string): string => id.slice(id.indexOf("_") + 1);
