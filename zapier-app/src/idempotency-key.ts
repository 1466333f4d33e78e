import type { Bundle, ZObject } from "zapier-platform-core";

/**
 * A name for one write that is the same when Zapier repeats the step, and another for any other write.
 *
 * Zapier repeats a step when it was throttled, when its process ended in the middle, and on a replay, and it tells
 * neither the run nor the step nor the try apart: of what it hands over, only the Zap and the step's own input are the
 * same at each try, and differ between two records. So the key is made of the Zap and of exactly what is written.
 *
 * - Whatever differs in the request makes another key, so a key never stands for two bodies.
 * - Another Zap with the same values has another key: what it is told is about its own write.
 * - Two steps of one Zap that write the very same record to the same import have one key: the second is told what the
 *   first was told, and there is nothing it could have changed.
 * - The same values again within 24 hours count as a repeat, also where a person meant a second record. That matters
 *   only where the contact changed in between; the step's Record Reference tells such records apart.
 *
 * In the editor each test is meant, so it has no key: the person sees what really happens.
 *
 * @param write All that makes up the write, as plain data, in a fixed order.
 */
export function idempotencyKey(z: ZObject, bundle: Bundle, write: readonly unknown[]): string | undefined {
  if (bundle.meta.isLoadingSample) return undefined;
  const facts = JSON.stringify([bundle.meta.zap?.id ?? null, ...write]);
  // Zapier's own reading of text keeps the low byte of each character only, which would give two names one key.
  return `zapier-${z.hash("sha256", facts, "hex", "utf8")}`;
}
