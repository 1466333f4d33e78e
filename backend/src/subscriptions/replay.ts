import { type Db, statement } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { fanOutAgainTo } from "../events/fan-out.ts";
import { firstIdAt } from "../events/first-id-at.ts";
import { changedExpression, outcomeExpression } from "../events/outcome-of-event.ts";
import { getSubscription } from "./find-subscription.ts";
import { requireActive } from "./require-active.ts";

const longestDays = 30;
const day = 24 * 60 * 60 * 1000;

const owedSince = `(
    select t.id, t.type, t.import_id, t.status, i.app, ${outcomeExpression} as outcome, ${changedExpression} as changed,
      t.data -> 'run' ->> 'id' as run_id
    from event_log t
    left join imports i on i.organization_id = t.organization_id and i.id = t.import_id
    left join import_rows r on r.organization_id = t.organization_id and r.id = t.id and t.data is null
    where t.organization_id = $1 and t.id >= $3 and t.created_at >= $4
  )`;

const oweAgain = statement(
  "replay-events",
  `with owed as (${fanOutAgainTo("$2", owedSince, "$5::timestamptz")}
  )
  select count(*) as deliveries from owed`,
);

/**
 * Owes a subscription again every event since then that it wants, whether it had it or not.
 *
 * @returns How many deliveries that are.
 * @throws AppError `not_found`, `invalid_transition` when the subscription is disabled, or `validation_error` on
 *   `since` when it is longer ago than events are kept for certain.
 */
export async function replaySince(tx: Db, organizationId: string, id: string, since: Date, now: Date): Promise<number> {
  requireActive(await getSubscription(tx, organizationId, id));
  if (now.getTime() - since.getTime() > longestDays * day) {
    throw new AppError(
      "validation_error",
      `Events can be replayed for ${longestDays} days.`,
      `Give a time in \`since\` that is at most ${longestDays} days ago.`,
      { details: [{ field: "since", message: `is more than ${longestDays} days ago` }] },
    );
  }
  const [row] = await tx.query<{ deliveries: number }>(oweAgain, [
    organizationId,
    id,
    firstIdAt(since),
    since.toISOString(),
    now.toISOString(),
  ]);
  return row?.deliveries ?? 0;
}
