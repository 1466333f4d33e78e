/** Why something was not taken back: it was changed since, or another import or run received it too. */
export const undoKeptReasons = ["changedSince", "usedElsewhere"] as const;
export type UndoKeptReason = (typeof undoKeptReasons)[number];

/** A contact or a company that was left as it is, as a whole or in some of its fields. */
export interface UndoKept {
  contactId?: string;
  companyId?: string;
  reason: UndoKeptReason;
  /** The fields that were left; absent when the whole contact was. */
  fields?: string[];
}

/** What was taken back of an import, and what was not. */
export interface UndoResult {
  reversed: {
    contactsRemoved: number;
    /** Fields of contacts that were not removed. */
    fieldsRestored: number;
    companiesRemoved: number;
    companyFieldsRestored: number;
  };
  /** The first thousand of what was left, and why. */
  kept: UndoKept[];
  /** How many rows were gone through, and how many contacts and companies were left. */
  counts: { rows: number; kept: number };
}
