import {
  type Contact,
  type Import,
  type IntakeResult,
  sampleImport,
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
