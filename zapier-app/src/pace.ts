/**
 * How fast Zapier runs the steps of one connection. Whatever comes faster, such as a replay of 50,000 rows, waits at
 * Zapier instead of failing.
 *
 * FirstQuadrant serves 6,000 requests a minute for each key. A step makes three at most, and one that brings a file fifteen:
 * together they stay below, with room for triggers, dropdowns and whatever else uses the key.
 */
const requestsPerMinute = { steps: 3, fileSteps: 15 } as const;

const perMinute = (limit: number) => ({ window: 60, limit, scope: ["auth" as const], retry: true });

/** Shared by all steps that have it: Zapier counts by the settings, not by the step. */
export const stepThrottle = perMinute(4800 / requestsPerMinute.steps);

/** For steps that bring a file and wait for its end. */
export const fileThrottle = perMinute(600 / requestsPerMinute.fileSteps);
