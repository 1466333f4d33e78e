import { expect, test } from "@jest/globals";
import { app } from "../helpers/zapier-app.ts";

interface CheckedItem {
  display: { label: string; hidden?: boolean };
  operation: { sample: Record<string, unknown> };
}

const definition: Record<"triggers" | "creates" | "searches", Record<string, CheckedItem>> = JSON.parse(
  JSON.stringify(app),
);

const items = [definition.triggers, definition.creates, definition.searches].flatMap((kind) => Object.values(kind));
const visible = items.filter((item) => !item.display.hidden);

test("what a person sees holds each item once, with a sample", () => {
  expect(visible.map(({ display }) => display.label)).toEqual([
    "Contact Imported",
    "Contact Rejected or Unqualified",
    "Import Status Changed",
    "Import Run Finished",
    "Create Contact",
    "Validate Contact",
    "Update Contact",
    "Create Contacts in Bulk",
    "Start Import",
    "Complete Import",
    "Import File",
    "Find Contact",
    "Find Import",
  ]);
  expect(visible.filter(({ operation }) => Object.keys(operation.sample).length === 0)).toEqual([]);
});
