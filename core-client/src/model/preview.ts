import type { Contact } from "./contact.ts";
import type { ErrorDetail } from "./error.ts";
import type { FileFormat } from "./file.ts";
import type { FieldMapping, ImportCounts, Outcome, Warning } from "./import.ts";
import type { QualificationAnswer } from "./qualification.ts";

/** What is to be tried: records as they would be sent, and a mapping to try instead of the import's own. */
export interface PreviewInput {
  /** Left out: the beginning of the newest file, or of what a search of prospects finds, is tried. */
  records?: unknown[];
  fieldMapping?: FieldMapping;
}

/** What would become of one record. */
export interface PreviewRow {
  outcome: Outcome;
  /** The contact as it would be; its id is null where it would be made. */
  contact: (Omit<Contact, "id"> & { id: string | null }) | null;
  changed: string[];
  warnings: Warning[];
  errors: ErrorDetail[];
  /** What the record was asked, up to the first failure. */
  answers: QualificationAnswer[];
}

/** What would happen; nothing is stored. */
export interface Preview {
  /** The mapping that was tried: the one that was given, else the import's own, else the proposal. */
  fieldMapping: FieldMapping | null;
  /** How the file is read; null where records were given. */
  file: FileFormat | null;
  rows: PreviewRow[];
  counts: ImportCounts;
}
