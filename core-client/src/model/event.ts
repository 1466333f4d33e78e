import type { EventType } from "../catalogue/event-types.ts";
import type { Contact } from "./contact.ts";
import type { ErrorDetail } from "./error.ts";
import type { ImportFacts, ImportReference, ImportRow, ImportRun, ImportStatus, Outcome } from "./import.ts";

/** What came of what an event tells: of a record, or of a run. */
export const eventOutcomes = ["created", "updated", "unqualified", "rejected", "finished", "failed"] as const;
export type EventOutcome = (typeof eventOutcomes)[number];

/** What each event carries. An import that was deleted since is null; its rows still name it. */
export interface EventData {
  "import.status_changed": { import: ImportFacts; previousStatus: ImportStatus; status: ImportStatus };
  "import.run_finished": { import: ImportFacts; run: ImportRun };
  "contact.imported": { contact: Contact; import: ImportReference | null; outcome: Outcome; changed: string[] };
  "contact.unqualified": { row: ImportRow; import: ImportReference | null };
  "contact.rejected": { row: ImportRow; import: ImportReference | null; errors: ErrorDetail[] };
  "subscription.disabled": { subscriptionId: string; targetUrl: string; reason: string };
}

/** A recorded fact. What a delivery carries is exactly what the list of events shows. */
export type Event = {
  [Type in EventType]: { id: string; type: Type; createdAt: string; data: EventData[Type] };
}[EventType];
