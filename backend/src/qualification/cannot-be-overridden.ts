import type { Outcome } from "@firstquadrant/core-client";
import { AppError } from "../errors.ts";

/** A row that the questions did not decide is nothing that a person could decide otherwise. */
export const cannotBeOverridden = (outcome: Outcome): AppError =>
  new AppError(
    "invalid_transition",
    `A row that is ${outcome} can be neither qualified nor disqualified.`,
    outcome === "rejected"
      ? "Correct the record by the row's errors and send it again."
      : "The import's policy left it out: change onConflict and send the record again.",
    { details: [{ field: "outcome", message: `is ${outcome}` }] },
  );
