import type { Event } from "../model/event.ts";
import { type ListParams, listQuery } from "../request.ts";
import type { Send } from "../send.ts";

export const eventsResource = (send: Send) => ({
  /** What happened, newest first. `filters` take `type.equals`, `importId.in`, `status.in` and `app.in`. */
  list: (params: ListParams = {}) => send<Event[]>({ method: "GET", path: "/events", query: listQuery(params) }),
  get: (id: string) => send<Event>({ method: "GET", path: `/events/${encodeURIComponent(id)}` }),
});
