/** From how many places the personal data of a contact was removed. */
export interface ForgetResult {
  /** Rows of imports: they keep their outcomes, and nothing else. */
  rows: number;
  /** Events beside those of the rows. */
  events: number;
  /** Samples and late records. */
  records: number;
  /** Stored answers to idempotent writes. */
  answers: number;
  /** Deliveries that were pending, and are cancelled. */
  deliveries: number;
  /** Uploaded files that named it, and are deleted. */
  files: number;
}
