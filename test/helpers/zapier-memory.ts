/** One call of an integration to Zapier's own services. */
export interface ServiceCall {
  storeKey: string;
  method: string;
  params: (string | number | boolean | string[] | null)[];
}

type ServiceAnswer = { result: unknown } | { error: string };

interface Kept {
  value: string;
  endsAt: number;
}

/**
 * What Zapier remembers for an integration: a dropdown's place (`z.cursor`), values for a while (`z.cache`), and where
 * a file may be put (`z.stashFile`).
 *
 * @param stashUrl Where files are put, and then found under their keys.
 */
export function zapierMemory(stashUrl: string): (call: ServiceCall) => ServiceAnswer {
  const cursors = new Map<string, string>();
  const cache = new Map<string, Kept>();

  const read = (name: string): string | null => {
    const kept = cache.get(name);
    return kept !== undefined && kept.endsAt > Date.now() ? kept.value : null;
  };

  return ({ storeKey, method, params: [first, second, third, fourth, fifth] }) => {
    const scoped = (scope: unknown) => JSON.stringify([first, scope]);
    switch (method) {
      case "get_cursor":
        return { result: cursors.get(storeKey) ?? null };
      case "set_cursor":
        cursors.set(storeKey, String(first ?? ""));
        return { result: null };
      case "zcache_get":
        return { result: read(scoped(second)) };
      case "zcache_set": {
        const name = scoped(fourth);
        if (fifth === true && read(name) !== null) return { result: false };
        const seconds = typeof third === "number" ? third : Number.POSITIVE_INFINITY;
        cache.set(name, { value: String(second), endsAt: Date.now() + seconds * 1000 });
        return { result: true };
      }
      case "zcache_delete":
        return { result: cache.delete(scoped(second)) };
      case "get_presigned_upload_post_data":
        return { result: { url: stashUrl, fields: { key: crypto.randomUUID() } } };
      default:
        return { error: `There is no ${method}.` };
    }
  };
}
