import type { CompanyInput, Contact, ContactInput } from "../model/contact.ts";
import type { ContactExport } from "../model/contact-export.ts";
import type { ForgetResult } from "../model/forget.ts";
import { paginate } from "../paginate.ts";
import { type ListParams, listQuery, type WriteOptions, writeHeaders } from "../request.ts";
import type { Send } from "../send.ts";

/** A contact as it is written by hand: its fields, with its company inside. */
export interface ContactBody extends ContactInput {
  company?: CompanyInput;
  clear?: string[];
}

const pathOf = (id: string) => `/contacts/${encodeURIComponent(id)}`;

export function contactsResource(send: Send) {
  const list = (params: ListParams = {}) =>
    send<Contact[]>({ method: "GET", path: "/contacts", query: listQuery(params) });
  return {
    list,
    /** All contacts, page by page. */
    all: (params: Omit<ListParams, "limit" | "startingAfter" | "endingBefore"> = {}) =>
      paginate((page) => list({ ...params, ...page })),
    count: (params: Pick<ListParams, "query" | "filters"> = {}) =>
      send<{ count: number }>({ method: "GET", path: "/contacts/count", query: listQuery(params) }),
    get: (id: string) => send<Contact>({ method: "GET", path: pathOf(id) }),
    /** Adds a contact by hand, belonging to no import; an address that exists is 409 `already_exists`. */
    create: (body: ContactBody, options?: WriteOptions) =>
      send<Contact>({ method: "POST", path: "/contacts", body, headers: writeHeaders(options) }),
    update: (id: string, body: ContactBody, options?: WriteOptions) =>
      send<Contact>({ method: "PATCH", path: pathOf(id), body, headers: writeHeaders(options) }),
    delete: (id: string, options?: WriteOptions) =>
      send<undefined>({ method: "DELETE", path: pathOf(id), headers: writeHeaders(options) }),
    /** Makes a contact a part of another, which survives; its id and its address lead to that one from then on. */
    merge: (id: string, into: string, options?: WriteOptions) =>
      send<Contact>({ method: "POST", path: `${pathOf(id)}/merge`, body: { into }, headers: writeHeaders(options) }),
    /** All that is stored of a contact. */
    export: (id: string) => send<ContactExport>({ method: "GET", path: `${pathOf(id)}/export` }),
    /** Deletes the contact, and its personal data from rows, events, kept records and stored answers. */
    forget: (id: string, options?: WriteOptions) =>
      send<ForgetResult>({ method: "POST", path: `${pathOf(id)}/forget`, headers: writeHeaders(options) }),
  };
}
