import type { EventOutcome } from "@firstquadrant/core-client";
import type { Told } from "./told.ts";

/** What is asked of an event besides its type and its import. */
export interface EventOutcomeRecord {
  outcome: EventOutcome | null;
  /** The fields that it changed, by their names on the wire; none where it is not about a contact. */
  changed: readonly string[];
}

const isOfContact = (outcome: string): outcome is "created" | "updated" =>
  outcome === "created" || outcome === "updated";

/** What came of what an event tells. The expressions below say the same of an event that is recorded. */
export function outcomeOfEvent({ type, data }: Told): EventOutcomeRecord {
  switch (type) {
    case "contact.imported":
      return { outcome: isOfContact(data.outcome) ? data.outcome : null, changed: data.changed };
    case "contact.unqualified":
      return { outcome: "unqualified", changed: [] };
    case "contact.rejected":
      return { outcome: "rejected", changed: [] };
    case "import.run_finished":
      return { outcome: data.run.status === "failed" ? "failed" : "finished", changed: [] };
    case "import.status_changed":
    case "subscription.disabled":
      return { outcome: null, changed: [] };
  }
}

/** The outcome of an event of `event_log t`, with `import_rows r` where a row stands for it. */
export const outcomeExpression = `case t.type
    when 'contact.imported' then coalesce(r.outcome, t.data ->> 'outcome')
    when 'contact.unqualified' then 'unqualified'
    when 'contact.rejected' then 'rejected'
    when 'import.run_finished' then t.data -> 'run' ->> 'status'
  end`;

/** What such an event changed, as a list in json; null where it changed nothing. */
export const changedExpression = `case when t.type = 'contact.imported'
    then coalesce(r.changed, (t.data -> 'changed')::json) end`;
