import type { CreatedKey, Key, KeyInput } from "../model/key.ts";
import { type ListParams, listQuery, type WriteOptions, writeHeaders } from "../request.ts";
import type { Send } from "../send.ts";

const pathOf = (id: string) => `/keys/${encodeURIComponent(id)}`;

export const keysResource = (send: Send) => ({
  list: (params: ListParams = {}) => send<Key[]>({ method: "GET", path: "/keys", query: listQuery(params) }),
  get: (id: string) => send<Key>({ method: "GET", path: pathOf(id) }),
  /** The answer holds the key: it is shown this once. */
  create: (body: KeyInput, options?: WriteOptions) =>
    send<CreatedKey>({ method: "POST", path: "/keys", body, headers: writeHeaders(options) }),
  /** Gives the key a new secret, shown this once. The former one works for as long as is said, or ends at once. */
  rotate: (id: string, graceSeconds = 0, options?: WriteOptions) =>
    send<CreatedKey>({
      method: "POST",
      path: `${pathOf(id)}/rotate`,
      body: { graceSeconds },
      headers: writeHeaders(options),
    }),
  /** Revoking one that is revoked already, or is not there, is success. */
  revoke: (id: string, options?: WriteOptions) =>
    send<undefined>({ method: "DELETE", path: pathOf(id), headers: writeHeaders(options) }),
});
