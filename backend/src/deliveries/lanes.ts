import type { Attempt, ReadyDelivery } from "./attempt.ts";
import type { ClaimedDelivery, DueSubscription } from "./claim.ts";
import { classify } from "./classify.ts";
import { claimable, firstPace, isTroubled, nextPace, type Pace } from "./pace.ts";

/** Attempts under way at a time, of all subscriptions. */
const mostUnderWay = 200;
const mostClaimed = 8000;
const mostBytes = 64 * 1024 * 1024;
/** Who was given less than he could take is told once so much is free again. */
const roomy = 0.75;

/** What is claimed for one subscription. */
interface Lane {
  ready: ReadyDelivery[];
  /** How many attempts have no answer yet. */
  underWay: number;
  /** How many deliveries are claimed: ready, under way, or being recorded. */
  claimed: number;
  /** Whether more was due than was claimed. */
  hasMore: boolean;
  pace: Pace;
}

/** What this process has claimed. Every subscription has a lane, and the lanes take turns. */
export interface Lanes {
  /** Ids of the subscriptions that have enough at hand. */
  busy(): string[];
  /** How many deliveries may be claimed for whom, by organization. */
  shareOut(due: readonly DueSubscription[]): Map<string, Map<string, number>>;
  /** Makes deliveries of a subscription, each when it is its turn. */
  add(subscriptionId: string, ready: readonly ReadyDelivery[], hasMore: boolean): void;
  /** Takes out what was not begun yet. */
  takeOut(subscriptionId: string): ClaimedDelivery[];
  takeOutAll(): ClaimedDelivery[];
  /** Forgets the pace of subscriptions that have nothing at hand. */
  forgetIdle(): void;
  /** Resolves once all that was begun is recorded. */
  ended(): Promise<unknown>;
}

/** How the lanes reach what is around them. None of it rejects. */
export interface LaneWork {
  /** Makes the attempt; null when it was broken off. */
  attempt(ready: ReadyDelivery): Promise<Attempt | null>;
  record(attempt: Attempt): Promise<void>;
  giveBack(deliveries: ClaimedDelivery[]): Promise<void>;
  /** Whether the lease is too short for an attempt. */
  isOver(delivery: ClaimedDelivery): boolean;
  /** More may be claimed. */
  onRoom(): void;
}

export function createLanes(work: LaneWork): Lanes {
  const lanes = new Map<string, Lane>();
  /** Those with something ready and a free slot, in the order of their turns. */
  const waiting = new Set<Lane>();
  const making = new Set<Promise<void>>();
  let underWay = 0;
  let claimed = 0;
  let bytes = 0;
  let isShort = false;

  function laneOf(subscriptionId: string): Lane {
    const found = lanes.get(subscriptionId);
    if (found !== undefined) return found;
    const lane: Lane = { ready: [], underWay: 0, claimed: 0, hasMore: false, pace: firstPace };
    lanes.set(subscriptionId, lane);
    return lane;
  }

  /** What is only to be recorded still does not count: its target is free for more. */
  const atHand = ({ ready, underWay: begun }: Lane): number => ready.length + begun;

  const hasEnough = (lane: Lane): boolean => atHand(lane) > claimable(lane.pace) / 2;

  function askForMore(lane: Lane): void {
    const hasRoom = isShort && claimed < mostClaimed * roomy && bytes < mostBytes * roomy;
    if (hasRoom) isShort = false;
    if (hasRoom || (lane.hasMore && !hasEnough(lane))) work.onRoom();
  }

  function letGo(lane: Lane, taken: readonly ReadyDelivery[]): ClaimedDelivery[] {
    lane.claimed -= taken.length;
    claimed -= taken.length;
    for (const { body } of taken) bytes -= body.length;
    return taken.map(({ delivery }) => delivery);
  }

  const takeFrom = (lane: Lane, keep: number): ClaimedDelivery[] => letGo(lane, lane.ready.splice(keep));

  /** A target that has become slow, or fails, leaves what it does not take soon to whoever is there then. */
  async function giveSurplusBack(lane: Lane): Promise<void> {
    const most = claimable(lane.pace);
    if (lane.ready.length === 0 || atHand(lane) <= 2 * most) return;
    lane.hasMore = true;
    await work.giveBack(takeFrom(lane, most));
  }

  async function make(lane: Lane, ready: ReadyDelivery): Promise<void> {
    lane.underWay += 1;
    underWay += 1;
    const attempt = await work.attempt(ready);
    lane.underWay -= 1;
    underWay -= 1;
    if (attempt !== null) {
      const isDelivered = classify(attempt.answer) === "delivered";
      const tried = { isDelivered, milliseconds: attempt.milliseconds, bytes: ready.body.length };
      lane.pace = nextPace(lane.pace, tried);
      if (isTroubled(tried)) void giveSurplusBack(lane);
    }
    takeTurns(lane);
    askForMore(lane);
    if (attempt !== null) await work.record(attempt);
    letGo(lane, [ready]);
    askForMore(lane);
  }

  function begin(lane: Lane): void {
    const ready = lane.ready.shift();
    if (ready === undefined) return;
    if (work.isOver(ready.delivery)) {
      letGo(lane, [ready]);
      lane.hasMore = true;
      return;
    }
    const made = make(lane, ready).finally(() => making.delete(made));
    making.add(made);
  }

  /** Begins what there are sockets for, one of each lane at a time. */
  function takeTurns(newcomer: Lane): void {
    waiting.add(newcomer);
    for (const lane of waiting) {
      if (underWay >= mostUnderWay) return;
      waiting.delete(lane);
      if (lane.underWay >= lane.pace.slots || lane.ready.length === 0) continue;
      begin(lane);
      // A set is gone through in the order in which it was filled, to what was added last.
      waiting.add(lane);
    }
  }

  return {
    busy: () => [...lanes].flatMap(([id, lane]) => (hasEnough(lane) ? id : [])),
    shareOut: (due) => {
      const shares = new Map<string, Map<string, number>>();
      const most = bytes < mostBytes ? Math.ceil((mostClaimed - claimed) / due.length) : 0;
      for (const { organization_id: organizationId, id } of due) {
        const lane = laneOf(id);
        const wanted = claimable(lane.pace) - atHand(lane);
        if (wanted > most) isShort = true;
        if (Math.min(wanted, most) <= 0) continue;
        const share = shares.get(organizationId) ?? new Map<string, number>();
        shares.set(organizationId, share.set(id, Math.min(wanted, most)));
      }
      return shares;
    },
    add: (subscriptionId, ready, hasMore) => {
      const lane = laneOf(subscriptionId);
      lane.hasMore = hasMore;
      lane.ready.push(...ready);
      lane.claimed += ready.length;
      claimed += ready.length;
      for (const { body } of ready) bytes += body.length;
      takeTurns(lane);
      askForMore(lane);
    },
    takeOut: (subscriptionId) => takeFrom(laneOf(subscriptionId), 0),
    takeOutAll: () => [...lanes.values()].flatMap((lane) => takeFrom(lane, 0)),
    forgetIdle: () => {
      for (const [id, lane] of lanes) if (lane.claimed === 0) lanes.delete(id);
    },
    ended: () => Promise.all(making),
  };
}
