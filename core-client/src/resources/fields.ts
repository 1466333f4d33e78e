import type { CustomFieldInput, ListedField } from "../model/custom-field.ts";
import type { FieldMappingProposal } from "../model/proposal.ts";
import { type WriteOptions, writeHeaders } from "../request.ts";
import type { Send } from "../send.ts";

/** What a proposal is made from: an app's preset, example records, or column names. */
export interface ProposalInput {
  app?: string;
  samples?: unknown[];
  headers?: string[];
}

export const fieldsResource = (send: Send) => ({
  /** Every field that a contact of this organization can have, the company's and custom ones included. */
  list: () => send<ListedField[]>({ method: "GET", path: "/contact-fields" }),
  create: (body: CustomFieldInput, options?: WriteOptions) =>
    send<ListedField>({ method: "POST", path: "/contact-fields", body, headers: writeHeaders(options) }),
  delete: (id: string, options?: WriteOptions) =>
    send<undefined>({
      method: "DELETE",
      path: `/contact-fields/${encodeURIComponent(id)}`,
      headers: writeHeaders(options),
    }),
  /** Proposes where the fields come from. Nothing is changed: a proposal runs only once an import accepts it. */
  proposeMapping: (body: ProposalInput) =>
    send<FieldMappingProposal>({ method: "POST", path: "/field-mapping/proposals", body }),
});
