import { describe, expect, test } from "@jest/globals";
import { firstIdAt } from "../../backend/src/events/first-id-at.ts";
import { newBareId } from "../../backend/src/ids.ts";

describe("the first id of a time", () => {
  test("sorts before every id that is made then or later, and behind those made before", () => {
    const before = newBareId();
    const time = Date.now() + 1;
    while (Date.now() < time);
    const since = firstIdAt(new Date(time));
    const after = newBareId();
    expect([before, since, after].toSorted()).toEqual([before, since, after]);
    expect(after.startsWith(firstIdAt(new Date(Date.now() + 3_600_000)).slice(0, 2))).toBe(true);
  });

  test("is the first of all for a time before there were any", () => {
    expect(firstIdAt(new Date(-1))).toBe("0000000000");
  });
});
