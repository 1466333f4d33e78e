import { describe, expect, test } from "@jest/globals";
import { claimable, firstPace, nextPace, type Pace, type Tried } from "../../backend/src/deliveries/pace.ts";

const quick: Tried = { isDelivered: true, milliseconds: 5, bytes: 700 };
const slow: Tried = { isDelivered: true, milliseconds: 4000, bytes: 700 };
const failed: Tried = { isDelivered: false, milliseconds: 5, bytes: 700 };

const paceAfter = (tried: Tried, times: number, pace: Pace = firstPace): Pace =>
  Array.from({ length: times }).reduce<Pace>((present) => nextPace(present, tried), pace);

describe("how many deliveries a target is given at a time", () => {
  test("are five at first, and up to twenty while it answers quickly", () => {
    expect(firstPace.slots).toBe(5);
    expect(paceAfter(quick, 3).slots).toBe(8);
    expect(paceAfter(quick, 1000).slots).toBe(20);
  });

  test("are half as many after each failure, down to one, and grow again from there", () => {
    expect(paceAfter(failed, 1, paceAfter(quick, 1000)).slots).toBe(10);
    expect(paceAfter(failed, 1000).slots).toBe(1);
    expect(paceAfter(quick, 4, paceAfter(failed, 1000)).slots).toBe(5);
  });

  test("are five again for one that becomes slow, and no fewer", () => {
    expect(paceAfter(slow, 1000, paceAfter(quick, 1000)).slots).toBe(5);
    expect(paceAfter(slow, 1000, paceAfter(failed, 1000)).slots).toBe(5);
  });
});

describe("how many deliveries are claimed for a target", () => {
  test("are many for a quick one, and few more than are under way for a slow or failing one", () => {
    expect(claimable(paceAfter(quick, 1000))).toBe(2020);
    expect(claimable(paceAfter(slow, 1000))).toBe(10);
    expect(claimable(paceAfter({ ...failed, milliseconds: 15_000 }, 1000))).toBe(2);
  });

  test("are fewer the larger they are, and never none", () => {
    expect(claimable(paceAfter({ ...quick, bytes: 1024 * 1024 }, 1000))).toBe(24);
    expect(claimable(paceAfter({ ...quick, bytes: 10 * 1024 * 1024 }, 1000))).toBe(20);
    expect(claimable(paceAfter({ ...failed, bytes: 10 * 1024 * 1024 }, 1000))).toBe(1);
  });
});
