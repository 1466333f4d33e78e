import { expect, test } from "@jest/globals";
import { readConfig } from "../../backend/src/config.ts";
import { app } from "../helpers/zapier-app.ts";

interface Paced {
  key: string;
  operation: { throttle?: { window: number; limit: number; scope: string[]; retry: boolean } };
}

const parts: { creates: Record<string, Paced>; searches: Record<string, Paced> } = JSON.parse(JSON.stringify(app));
const steps = [...Object.values(parts.creates), ...Object.values(parts.searches)];

/** How many requests a step makes where each that it may need is needed. */
const requests = (key: string) => (key === "import_file" ? 15 : 3);

test("every step waits at Zapier when there are too many, instead of failing", () => {
  for (const { key, operation } of steps) {
    expect([key, operation.throttle]).toEqual([
      key,
      expect.objectContaining({ window: 60, scope: ["auth"], retry: true }),
    ]);
  }
});

test("all steps of a connection together stay below what FirstQuadrant serves a key", () => {
  // Zapier counts by the settings: the steps that have the same share one count.
  const shared = new Map(
    steps.map(({ key, operation }) => [
      JSON.stringify(operation.throttle),
      (operation.throttle?.limit ?? 0) * requests(key),
    ]),
  );
  const perMinute = [...shared.values()].reduce((sum, count) => sum + count, 0);
  expect(perMinute).toBeGreaterThan(0);
  expect(perMinute).toBeLessThan(readConfig({}).rateLimitPerMinute);
});
