import { type Event, type QualificationAnswer, sampleContactRejectedEvent } from "@firstquadrant/core-client";
import { chosenImports, chosenOf, importsField } from "../fields/chosen.ts";
import { fieldLabel } from "../fields/field-label.ts";
import { fieldMessage } from "../fields/field-message.ts";
import { importReference, importReferenceFields } from "../fields/import-fields.ts";
import { recordText } from "../fields/record-text.ts";
import { type EventOf, hookTrigger } from "./hook-trigger.ts";

const outcomeChoices = { rejected: "Rejected", unqualified: "Unqualified" } as const;

type LeftOut = EventOf<"contact.rejected" | "contact.unqualified">;

const answerWords = { yes: "Yes", no: "No", unknown: "Unknown" } as const;

/** A reason begins with the field as the API names it. */
const answerText = ({ text, answer, reason }: QualificationAnswer) =>
  `${text} ${answerWords[answer]}: ${reason.replace(/^[\w.]+(?= is )/, fieldLabel)}`;

const errorsOf = (event: Event): string[] =>
  event.type === "contact.rejected" ? event.data.errors.map(fieldMessage) : [];

/** Why it is no contact: what is wrong with it, or the question that it failed. */
const reasonsOf = (event: LeftOut): string[] =>
  event.type === "contact.rejected"
    ? errorsOf(event)
    : event.data.row.answers.filter(({ passed }) => !passed).map(answerText);

const toItem = (event: LeftOut) => {
  const { row } = event.data;
  return {
    id: event.id,
    createdAt: event.createdAt,
    outcome: event.type === "contact.rejected" ? "rejected" : "unqualified",
    reason: reasonsOf(event).join("; "),
    errors: errorsOf(event),
    answers: row.answers.map(answerText),
    record: recordText(row.input),
    input: row.input,
    import: importReference(event.data.import),
    row: { id: row.id },
  };
};

export default hookTrigger({
  key: "contact_rejected_or_unqualified",
  noun: "Contact",
  label: "Contact Rejected or Unqualified",
  description: "Triggers when a contact is left out by an import, because of its values or the import's questions.",
  eventTypes: ["contact.rejected", "contact.unqualified"],
  inputFields: [
    {
      key: "outcomes",
      label: "Rejected or Unqualified",
      type: "string",
      list: true,
      required: false,
      choices: outcomeChoices,
      helpText:
        "A rejected contact has values that cannot be taken, such as a wrong email; an unqualified one failed a question of the import. Left empty, both count.",
    },
    importsField("Left empty, contacts of every import count."),
  ],
  filterOf: (inputData) => {
    const outcomes = chosenOf(inputData.outcomes, outcomeChoices);
    return { ...chosenImports(inputData), ...(outcomes.length > 0 && { outcomes }) };
  },
  toItem,
  // What was received has a shape of its own in each import.
  sample: { ...toItem(sampleContactRejectedEvent), input: {} },
  outputFields: [
    { key: "id", label: "Event ID", type: "string" },
    { key: "createdAt", label: "Left Out At", type: "datetime" },
    { key: "outcome", label: "Outcome", type: "string" },
    { key: "reason", label: "Reason", type: "string" },
    { key: "errors", label: "Errors", type: "string", list: true },
    { key: "answers", label: "Answers", type: "string", list: true },
    { key: "record", label: "Record Text", type: "string" },
    ...importReferenceFields,
    { key: "row__id", label: "Row ID", type: "string" },
  ],
});
