import { describe, expect, test } from "@jest/globals";
import type { CompanyRecord, ContactRecord } from "../../backend/src/contacts/contact-record.ts";
import { decideCompany } from "../../backend/src/undo/decide-company.ts";
import { decideContact } from "../../backend/src/undo/decide-contact.ts";
import { putBack } from "../../backend/src/undo/put-back.ts";
import type { UndoneRow } from "../../backend/src/undo/undone-row.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const now = at(59);
const alone = { isUsedElsewhere: false, undoneAt: new Set<number>(), companies: new Set<string>() };

const contactNow = (fields: ContactRecord["fields"], minute: number): ContactRecord => ({
  id: "con_1",
  email: "ada@example.com",
  fields,
  custom_properties: {},
  company_id: null,
  created_at: at(0),
  updated_at: at(minute),
});

const row = (
  outcome: string,
  values: Record<string, string | null>,
  left: Record<string, string>,
  minute: number,
): UndoneRow => ({
  id: `row_${minute}`,
  outcome,
  changed: [...(outcome === "created" ? ["email"] : []), ...Object.keys(values)],
  previous: { values, companyId: null, changedCompanyId: null },
  contact: {
    id: "con_1",
    email: "ada@example.com",
    ...left,
    customProperties: {},
    company: null,
    createdAt: at(0).toISOString(),
    updatedAt: at(minute).toISOString(),
  },
});

describe("putting fields back", () => {
  const change = (before: string | null, after: string | null) => ({ name: "city", before, after });

  test.each([
    ["one change", "B", [change("A", "B")], "A", []],
    ["two in a row", "C", [change("B", "C"), change("A", "B")], "A", []],
    ["a field that had no value", "B", [change(null, "B")], null, []],
    ["a field that was erased", null, [change("A", null)], "A", []],
    ["changed since", "Z", [change("A", "B")], undefined, ["city"]],
    ["changed in between: that change stays", "D", [change("C", "D"), change("A", "B")], "C", []],
    [
      "changed since to what an earlier change had left",
      "B",
      [change("B", "C"), change("A", "B")],
      undefined,
      ["city"],
    ],
    ["nothing is different in the end", "A", [change("B", "A"), change("A", "B")], undefined, []],
  ])("%s", (_, present, changes, expected, kept) => {
    const result = putBack(changes, () => present);
    expect(result.restored.get("city")).toEqual(expected);
    expect(result.kept).toEqual(kept);
  });
});

describe("a contact that the rows created", () => {
  const rows = [row("updated", { city: "A" }, { city: "B" }, 2), row("created", { city: null }, { city: "A" }, 1)];

  test.each([
    ["is removed when nobody else touched it", contactNow({ city: "B" }, 2), alone, { kind: "remove" }],
    [
      "is removed when what others did was taken back",
      contactNow({ city: "B" }, 9),
      { ...alone, undoneAt: new Set([at(9).getTime()]) },
      { kind: "remove" },
    ],
    [
      "stays when it was changed by hand",
      contactNow({ city: "B", phone: "1" }, 9),
      alone,
      { kind: "keep", reason: "changedSince" },
    ],
    [
      "stays when it was changed and changed back by hand",
      contactNow({ city: "B" }, 9),
      alone,
      { kind: "keep", reason: "changedSince" },
    ],
    [
      "stays when another import received it",
      contactNow({ city: "B" }, 2),
      { ...alone, isUsedElsewhere: true },
      { kind: "keep", reason: "usedElsewhere" },
    ],
  ])("%s", (_, present, surroundings, expected) => {
    expect(decideContact(present, rows, surroundings, now)).toEqual(expected);
  });
});

test("a contact that was there before gets its fields again, and its time says so", () => {
  const rows = [row("updated", { city: "A", phone: null }, { city: "B", phone: "1" }, 2)];
  expect(decideContact(contactNow({ city: "B", phone: "2" }, 3), rows, alone, now)).toEqual({
    kind: "restore",
    next: { ...contactNow({ city: "A", phone: "2" }, 3), updated_at: now },
    restored: 1,
    kept: ["phone"],
  });
});

describe("a contact's company", () => {
  const linked = (companyId: string | null): UndoneRow => ({
    ...row("updated", {}, {}, 2),
    changed: ["company"],
    previous: { values: {}, companyId, changedCompanyId: null },
    contact: {
      email: "ada@example.com",
      customProperties: {},
      company: { id: "com_2" },
      updatedAt: at(2).toISOString(),
    },
  });
  const present = { ...contactNow({}, 2), company_id: "com_2" };

  test.each([
    ["it had none", null, [], { kept: [], company_id: null }],
    ["it is there", "com_1", ["com_1"], { kept: [], company_id: "com_1" }],
    ["it is gone", "com_1", [], { kept: ["company"], company_id: undefined }],
  ])("before: %s", (_, before, there, expected) => {
    const undo = decideContact(present, [linked(before)], { ...alone, companies: new Set(there) }, now);
    expect(undo).toMatchObject({ kind: "restore", kept: expected.kept });
    expect(undo.kind === "restore" ? undo.next?.company_id : null).toBe(expected.company_id);
  });
});

describe("a company", () => {
  const companyNow = (fields: Record<string, string>): CompanyRecord => ({
    id: "com_1",
    domain: fields.domain ?? null,
    name_key: fields.name?.toLowerCase() ?? null,
    fields,
    created_at: at(0),
    updated_at: at(1),
  });
  const changed = (
    values: Record<string, string | null>,
    left: Record<string, string>,
    changedCompanyId: string | null,
  ): UndoneRow => ({
    id: "row_1",
    outcome: "updated",
    changed: Object.keys(values),
    previous: { values, companyId: null, changedCompanyId },
    contact: { company: { id: "com_1", ...left } },
  });
  const free = () => false;

  test.each([
    ["is removed when nobody belongs to it", { name: "Acme" }, false, "remove"],
    ["stays while somebody belongs to it", { name: "Acme" }, true, "keep"],
    ["stays when it was changed since", { name: "Acme", city: "Paris" }, false, "keep"],
  ])("that the rows created %s", (_, fields, hasContacts, kind) => {
    const rows = [changed({ "company.name": null }, { name: "Acme" }, null)];
    expect(decideCompany(companyNow(fields), rows, hasContacts, free, now)).toEqual({ kind });
  });

  test("gets its fields again, unless they were changed since", () => {
    const rows = [
      changed({ "company.city": "Rome", "company.phone": null }, { name: "Acme", city: "Oslo", phone: "1" }, "com_1"),
    ];
    expect(decideCompany(companyNow({ name: "Acme", city: "Oslo", phone: "2" }), rows, true, free, now)).toMatchObject({
      kind: "restore",
      next: { fields: { name: "Acme", city: "Rome", phone: "2" } },
      restored: 1,
      kept: ["company.phone"],
    });
  });

  test("keeps its domain when the former one is another's by now", () => {
    const rows = [changed({ "company.domain": "old.example" }, { domain: "new.example" }, "com_1")];
    const present = companyNow({ domain: "new.example" });
    expect(decideCompany(present, rows, true, (key) => key === "domain old.example", now)).toMatchObject({
      next: null,
      kept: ["company.domain"],
    });
    expect(decideCompany(present, rows, true, free, now)).toMatchObject({ next: { domain: "old.example" } });
  });
});
