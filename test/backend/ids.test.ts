import { describe, expect, test } from "@jest/globals";
import { fromString, getType, toUUID } from "typeid-js";
import { bareId, newBareId, newId } from "../../backend/src/ids.ts";

const timeOf = (id: string): number => Number.parseInt(toUUID(fromString(id)).replaceAll("-", "").slice(0, 12), 16);

describe("ids", () => {
  test("are TypeIDs: UUIDs of version 7, by the time of their making", () => {
    const begin = Date.now();
    const ids = Array.from({ length: 2000 }, () => newId("con"));
    for (const id of ids) {
      const parsed = fromString(id, "con");
      expect(getType(parsed)).toBe("con");
      expect(toUUID(parsed)).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
      expect(timeOf(id)).toBeGreaterThanOrEqual(begin);
      expect(timeOf(id)).toBeLessThanOrEqual(Date.now());
    }
  });

  test("are in the order of their making, each once", () => {
    const ids = Array.from({ length: 100_000 }, newBareId);
    const unsorted = ids.findIndex((id, at) => at > 0 && id <= (ids[at - 1] ?? ""));
    expect(unsorted).toBe(-1);
  });

  test("all bits that are to be random are", () => {
    const ids = Array.from({ length: 2000 }, () => newId("con")).map((id) => toUUID(fromString(id)));
    const behindTheCounter = ids.map((id) => BigInt(`0x${id.slice(-12)}`));
    for (let bit = 0n; bit < 40n; bit += 1n) {
      const set = behindTheCounter.filter((bits) => (bits >> bit) & 1n).length;
      expect(set).toBeGreaterThan(800);
      expect(set).toBeLessThan(1200);
    }
  });

  test("lose their prefix", () => {
    expect(bareId("row_01m82p08bxfx880mhef7ffr3ay")).toBe("01m82p08bxfx880mhef7ffr3ay");
    expect(bareId("01m82p08bxfx880mhef7ffr3ay")).toBe("01m82p08bxfx880mhef7ffr3ay");
  });
});
