import {
  type Contact,
  type Event,
  type Import,
  type IntakeResult,
  sampleContactRejectedEvent,
  sampleImport,
  sampleImportRunFinishedEvent,
  sampleImportStatusChangedEvent,
} from "@firstquadrant/core-client";

/** An import as the API answers it. */
export const anImport = (facts: Partial<Import> = {}): Import => ({ ...sampleImport, ...facts });

/** A contact as the API answers it: without the fields that it has no value for. */
export const aContact = (facts: Partial<Contact> = {}): Contact => ({
  id: "con_1",
  email: "ada@example.com",
  customProperties: {},
  company: null,
  createdAt: "2026-11-20T09:31:12.000Z",
  updatedAt: "2026-11-20T09:31:12.000Z",
  ...facts,
});

/** What the API answers when it took a record in. */
export const anIntakeResult = (facts: Partial<IntakeResult> = {}): IntakeResult => ({
  outcome: "created",
  contact: aContact(),
  import: { id: "imp_1", name: "Newsletter signups", status: "running" },
  row: { id: "row_1" },
  changed: ["email"],
  warnings: [],
  ...facts,
});

export const aStatusChange = (facts: { id?: string } = {}) => ({ ...sampleImportStatusChangedEvent, ...facts });

type EventOf<Type extends Event["type"]> = Extract<Event, { type: Type }>;

const importReference = { id: "imp_1", name: "Newsletter signups", status: "running" as const };

export const anImported = (data: Partial<EventOf<"contact.imported">["data"]> = {}, id = "evt_1") => ({
  id,
  type: "contact.imported" as const,
  createdAt: "2026-11-20T09:31:12.000Z",
  data: { contact: aContact(), import: importReference, outcome: "created" as const, changed: ["email"], ...data },
});

export const aRejected = () => sampleContactRejectedEvent;

export const anUnqualified = (): EventOf<"contact.unqualified"> => ({
  ...sampleContactRejectedEvent,
  id: "evt_2",
  type: "contact.unqualified",
  data: {
    import: null,
    row: {
      ...sampleContactRejectedEvent.data.row,
      outcome: "unqualified",
      input: { Email: "ada@example.com", Tags: ["one", "two"], Note: "" },
      errors: [],
      answers: [
        { questionId: "q1", text: "Is it in Britain?", answer: "yes", passed: true, reason: 'countryCode is "GB"' },
        {
          questionId: "q2",
          text: "Is it large?",
          answer: "no",
          passed: false,
          reason: "employeesCount is 12, which is not at least 50",
        },
      ],
    },
  },
});

export const aFinishedRun = () => sampleImportRunFinishedEvent;
