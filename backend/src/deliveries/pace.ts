/** How well a subscription's target takes deliveries; what it is given follows from it. */
export interface Pace {
  /** How many attempts may be under way at a time. */
  readonly slots: number;
  /** How long an attempt takes, on average. */
  readonly milliseconds: number;
  /** How large a body is, on average. */
  readonly bytes: number;
}

/** What came of an attempt, as far as it says something of the target. */
export interface Tried {
  isDelivered: boolean;
  milliseconds: number;
  bytes: number;
}

const usualSlots = 5;
const mostSlots = 20;
/** Who answers within this may have more at a time. */
const quickMs = 1000;
/** What is kept at hand for a target is what it takes within this. */
const aheadMs = 2000;
const mostAhead = 2000;
const mostBytesAhead = 4 * 1024 * 1024;
/** How much of an average the newest attempt is. */
const weight = 0.1;

/** Of a target that nothing is known of yet. */
export const firstPace: Pace = { slots: usualSlots, milliseconds: 100, bytes: 4096 };

/** Whether an attempt says that the target takes less than was thought. */
export const isTroubled = ({ isDelivered, milliseconds }: Tried): boolean => !isDelivered || milliseconds >= quickMs;

function nextSlots(slots: number, { isDelivered, milliseconds }: Tried): number {
  if (!isDelivered) return Math.max(1, Math.floor(slots / 2));
  if (milliseconds < quickMs) return Math.min(mostSlots, slots + 1);
  return slots > usualSlots ? slots - 1 : Math.min(usualSlots, slots + 1);
}

/** The pace after an attempt: one that fails gets half as many at a time, one that answers quickly more and more. */
export const nextPace = (pace: Pace, tried: Tried): Pace => ({
  slots: nextSlots(pace.slots, tried),
  milliseconds: pace.milliseconds + weight * (tried.milliseconds - pace.milliseconds),
  bytes: pace.bytes + weight * (tried.bytes - pace.bytes),
});

/** How many deliveries are claimed for a target at a time: what is under way, and what it takes soon. */
export function claimable({ slots, milliseconds, bytes }: Pace): number {
  const soon = Math.max(slots, (slots * aheadMs) / Math.max(1, milliseconds));
  return slots + Math.floor(Math.min(mostAhead, soon, mostBytesAhead / Math.max(1, bytes)));
}
