import type { CreatedSubscription, Delivery, Subscription, SubscriptionInput } from "../model/subscription.ts";
import { type ListParams, listQuery, type WriteOptions, writeHeaders } from "../request.ts";
import type { Send } from "../send.ts";

const pathOf = (id: string) => `/subscriptions/${encodeURIComponent(id)}`;

export const subscriptionsResource = (send: Send) => ({
  list: (params: ListParams = {}) =>
    send<Subscription[]>({ method: "GET", path: "/subscriptions", query: listQuery(params) }),
  get: (id: string) => send<Subscription>({ method: "GET", path: pathOf(id) }),
  /** The answer holds the secret that deliveries are signed with: it is shown this once. */
  create: (body: SubscriptionInput, options?: WriteOptions) =>
    send<CreatedSubscription>({ method: "POST", path: "/subscriptions", body, headers: writeHeaders(options) }),
  /** Deleting one that is gone already is success. */
  delete: (id: string, options?: WriteOptions) =>
    send<undefined>({ method: "DELETE", path: pathOf(id), headers: writeHeaders(options) }),
  /** Owes the subscription every matching event since a time once more. */
  replay: (id: string, since: string, options?: WriteOptions) =>
    send<{ deliveries: number }>({
      method: "POST",
      path: `${pathOf(id)}/replay`,
      body: { since },
      headers: writeHeaders(options),
    }),
  deliveries: (params: ListParams = {}) =>
    send<Delivery[]>({ method: "GET", path: "/deliveries", query: listQuery(params) }),
  redeliver: (deliveryId: string, options?: WriteOptions) =>
    send<Delivery>({
      method: "POST",
      path: `/deliveries/${encodeURIComponent(deliveryId)}/redeliver`,
      headers: writeHeaders(options),
    }),
});
