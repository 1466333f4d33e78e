import { type ApiErrorBody, isApiError, type Outcome, type QualificationAnswer } from "@firstquadrant/core-client";
import type { PlainInputField } from "zapier-platform-core";
import { fieldMessage } from "../fields/field-message.ts";
import { givenText } from "../fields/given.ts";

const ways = { stop: "Stop this Zap run", continue: "Go on, and tell the reason" } as const;

/** Lets a person choose what becomes of the Zap's run when a contact is not taken in. */
export const notTakenInField = (unlessSaid: keyof typeof ways): PlainInputField => ({
  key: "when_not_taken_in",
  label: "When Not Taken In",
  type: "string",
  group: "options",
  required: false,
  choices: ways,
  helpText: `A contact is not taken in when a value is wrong, when it does not pass the import's questions, or when the import only updates and there is none to update. Left empty: ${unlessSaid === "stop" ? "the run stops" : "the run goes on"}.`,
});

/** Whether the run stops. Anything that is none of the choices is as if nothing was chosen. */
export function stopsRun(inputData: Record<string, unknown>, unlessSaid: keyof typeof ways): boolean {
  const chosen = givenText(inputData.when_not_taken_in)?.toLowerCase();
  return (chosen === "stop" || chosen === "continue" ? chosen : unlessSaid) === "stop";
}

const refusals = new Set(["validation_error", "missing_required_field", "invalid_field_value"]);

/** Whether an error says that the record cannot become a contact: then it is stored as a rejected row. */
export const isRejection = (error: unknown) =>
  isApiError(error) && error.status === 422 && refusals.has(error.code) ? error : null;

const end = (parts: readonly string[]) => parts.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(" ");

/** Why a record was rejected, field by field. */
export const whyRejected = ({ message, details }: Pick<ApiErrorBody, "message"> & Partial<ApiErrorBody>): string =>
  end(details === undefined || details.length === 0 ? [message] : details.map(fieldMessage));

const failed = ({ passed }: QualificationAnswer) => !passed;

/** What became of a record, or would. */
interface Received {
  outcome: Outcome;
  contact: object | null;
  answers?: readonly QualificationAnswer[];
}

/** Why there is no contact after a record was received; empty where there is one, or will be. */
export function whyNotTakenIn({ outcome, contact, answers = [] }: Received): string {
  if (outcome === "unqualified") {
    const reasons = answers.filter(failed).map(({ text, reason }) => `“${text}”: ${reason}`);
    return end(["It does not pass the import's questions", ...reasons]);
  }
  if (outcome === "skipped" && contact === null) {
    return "There is no contact with this email, and the import only updates those that exist.";
  }
  return "";
}
