import type { Contact } from "./contact.ts";
import type { Event } from "./event.ts";
import type { ImportReference, ImportRow } from "./import.ts";

/** All that is stored of a contact. */
export interface ContactExport {
  /** With its company inside. */
  contact: Contact;
  /** What imports received of it, the oldest first, and which import that was; null when it was deleted since. */
  rows: (ImportRow & { import: ImportReference | null })[];
  /** What was told of it, the oldest first. */
  events: Event[];
  /** Samples and late records that name its address. */
  records: { id: string; importId: string; kind: "sample" | "late"; record: unknown; receivedAt: string }[];
}
