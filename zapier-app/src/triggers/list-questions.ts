import type { EventType, ListParams, SubscriptionFilter } from "@firstquadrant/core-client";

type Filters = NonNullable<ListParams["filters"]>;

/**
 * Asks the list of events for what a subscription is sent. An update has to have changed one of the fields and all else
 * has not, while filters of a list all hold: so there may be two questions.
 */
export function listQuestions(
  eventTypes: readonly EventType[],
  { importIds, statuses, outcomes, changedFields }: SubscriptionFilter,
): Filters[] {
  const common = {
    ...(eventTypes.length === 1 ? { "type.equals": eventTypes.join() } : { "type.in": eventTypes }),
    ...(importIds && { "importId.in": importIds }),
    ...(statuses && { "status.in": statuses }),
  };
  if (changedFields === undefined) return [{ ...common, ...(outcomes && { "outcome.in": outcomes }) }];

  const wantsUpdates = outcomes === undefined || outcomes.includes("updated");
  const others = outcomes?.filter((outcome) => outcome !== "updated");
  return [
    ...(wantsUpdates ? [{ ...common, "outcome.equals": "updated", "changed.hasAny": changedFields }] : []),
    ...(others === undefined ? [{ ...common, "outcome.not": "updated" }] : []),
    ...(others !== undefined && others.length > 0 ? [{ ...common, "outcome.in": others }] : []),
  ];
}
