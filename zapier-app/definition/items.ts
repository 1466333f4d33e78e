import type { DefinedDisplay, DefinedField, DefinedItem, ZapierDefinition } from "./definition.ts";

export type ItemKind = "triggers" | "creates" | "searches";

/** An item, with where it stands. */
export interface PlacedItem {
  kind: ItemKind;
  /** Where it stands, for a person who reads of a fault: `creates.create_contact`. */
  place: string;
  item: DefinedItem;
}

export const itemKinds = ["triggers", "creates", "searches"] as const satisfies readonly ItemKind[];

/** All triggers, actions and searches. */
export function itemsOf(definition: ZapierDefinition): PlacedItem[] {
  return itemKinds.flatMap((kind) =>
    Object.entries(definition[kind] ?? {}).map(([key, item]) => ({ kind, place: `${kind}.${key}`, item })),
  );
}

/** Those that a person can choose. */
export const visibleItemsOf = (definition: ZapierDefinition): PlacedItem[] =>
  itemsOf(definition).filter(({ item }) => item.display.hidden !== true);

const isField = (value: unknown): value is DefinedField =>
  typeof value === "object" && value !== null && "key" in value;

/** The fields that are the same for everybody. Those of an organization are a function, of which only a mark is told. */
export const staticFields = (fields: readonly unknown[] | undefined): DefinedField[] => (fields ?? []).filter(isField);

/** Fields together with those of their line items. */
export const withChildren = (fields: readonly DefinedField[]): DefinedField[] =>
  fields.flatMap((field) => [field, ...withChildren(field.children ?? [])]);

/** An input field, with where it stands. */
export interface PlacedField {
  place: string;
  field: DefinedField;
}

/** The input fields of all items, line items' included. */
export const inputFieldsOf = (definition: ZapierDefinition): PlacedField[] =>
  itemsOf(definition).flatMap(({ place, item }) =>
    withChildren(staticFields(item.operation.inputFields)).map((field) => ({ place: `${place}.${field.key}`, field })),
  );

/** What a person sees of each item, of what finds or creates as well. */
export const displaysOf = (definition: ZapierDefinition): { place: string; display: DefinedDisplay }[] => [
  ...itemsOf(definition).map(({ place, item }) => ({ place, display: item.display })),
  ...Object.entries(definition.searchOrCreates ?? {}).map(([key, { display }]) => ({
    place: `searchOrCreates.${key}`,
    display,
  })),
];
