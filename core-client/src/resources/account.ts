import type { Account } from "../model/account.ts";
import type { Send } from "../send.ts";

export const accountResource = (send: Send) => ({
  /** Who the key is: its name and scopes, and its organization. */
  me: () => send<Account>({ method: "GET", path: "/me" }),
});
