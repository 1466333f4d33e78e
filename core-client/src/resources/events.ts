import type { Event } from "../model/event.ts";
import { type ListParams, listQuery } from "../request.ts";
import type { Send } from "../send.ts";

export const eventsResource = (send: Send) => ({
  /** What happened, newest first. `filters` take `type`, `importId`, `status`, `app`, `outcome` and `changed.hasAny`. */
  list: (params: ListParams = {}) => send<Event[]>({ method: "GET", path: "/events", query: listQuery(params) }),
  get: (id: string) => send<Event>({ method: "GET", path: `/events/${encodeURIComponent(id)}` }),
});
