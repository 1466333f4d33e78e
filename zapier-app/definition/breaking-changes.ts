import type { DefinedField, DefinedItem, ZapierDefinition } from "./definition.ts";
import { type ItemKind, itemKinds, staticFields, withChildren } from "./items.ts";
import { missingKeys } from "./values.ts";

/** A way in which a version can break the Zaps of the one before. */
export interface BreakingRule {
  name: string;
  find: (before: ZapierDefinition, after: ZapierDefinition) => string[];
}

interface ItemPair {
  place: string;
  kind: ItemKind;
  before: DefinedItem;
  after: DefinedItem;
}

/** Items that both versions have. */
const itemPairs = (before: ZapierDefinition, after: ZapierDefinition): ItemPair[] =>
  itemKinds.flatMap((kind) =>
    Object.entries(before[kind] ?? {}).flatMap(([key, item]) => {
      const same = after[kind]?.[key];
      return same === undefined ? [] : [{ place: `${kind}.${key}`, kind, before: item, after: same }];
    }),
  );

const fieldMap = (fields: readonly unknown[] | undefined) =>
  new Map(
    staticFields(fields)
      .flatMap((field): [string, DefinedField][] => [
        [field.key, field],
        ...withChildren(field.children ?? []).map((child): [string, DefinedField] => [
          `${field.key}[]${child.key}`,
          child,
        ]),
      ])
      .map(([key, field]) => [key, field] as const),
  );

interface FieldPair {
  place: string;
  before: DefinedField;
  after: DefinedField;
}

function pairFields(place: string, before: readonly unknown[] | undefined, after: readonly unknown[] | undefined) {
  const fields = fieldMap(after);
  return [...fieldMap(before)].flatMap(([key, field]): FieldPair[] => {
    const same = fields.get(key);
    return same === undefined ? [] : [{ place: `${place}.${key}`, before: field, after: same }];
  });
}

const inputPairs = (before: ZapierDefinition, after: ZapierDefinition): FieldPair[] =>
  itemPairs(before, after).flatMap((pair) =>
    pairFields(pair.place, pair.before.operation.inputFields, pair.after.operation.inputFields),
  );

const outputPairs = (before: ZapierDefinition, after: ZapierDefinition): FieldPair[] =>
  itemPairs(before, after).flatMap((pair) =>
    pairFields(pair.place, pair.before.operation.outputFields, pair.after.operation.outputFields),
  );

const authPairs = (before: ZapierDefinition, after: ZapierDefinition): FieldPair[] =>
  pairFields("authentication", before.authentication?.fields, after.authentication?.fields);

/** What a field takes, in words: `string`, `list of string`, `line items`. */
function shapeOf({ type = "string", list, dict, children }: DefinedField): string {
  if (children !== undefined) return "line items";
  if (dict === true) return "dictionary";
  return list === true ? `list of ${type}` : type;
}

const changedShapes = (pairs: readonly FieldPair[]): string[] =>
  pairs
    .filter((pair) => shapeOf(pair.before) !== shapeOf(pair.after))
    .map((pair) => `${pair.place} was ${shapeOf(pair.before)}, and is ${shapeOf(pair.after)}`);

const missing = (place: string, before: Iterable<string>, after: Iterable<string>): string[] => {
  const there = new Set(after);
  return [...before].filter((key) => !there.has(key)).map((key) => `${place}.${key} is gone`);
};

const hasDefault = (field: DefinedField) => field.default !== undefined && field.default !== "";

/** Fields that a connection or a step, made with the version before, has no value for. */
const newlyRequired = (
  place: string,
  before: readonly unknown[] | undefined,
  after: readonly unknown[] | undefined,
): string[] => {
  const known = fieldMap(before);
  return [...fieldMap(after)]
    .filter(([key, field]) => field.required === true && known.get(key)?.required !== true && !hasDefault(field))
    .map(([key]) => `${place}.${key} is required now, and has no default`);
};

/** What breaks Zaps, one rule for each kind. */
export const breakingRules: readonly BreakingRule[] = [
  {
    name: "an item is gone",
    find: (before, after) =>
      itemKinds.flatMap((kind) => missing(kind, Object.keys(before[kind] ?? {}), Object.keys(after[kind] ?? {}))),
  },
  {
    name: "an item is hidden",
    find: (before, after) =>
      itemPairs(before, after)
        .filter((pair) => pair.before.display.hidden !== true && pair.after.display.hidden === true)
        .map(({ place }) => `${place} cannot be chosen any more`),
  },
  {
    name: "a search that creates is gone",
    find: (before, after) =>
      missing("searchOrCreates", Object.keys(before.searchOrCreates ?? {}), Object.keys(after.searchOrCreates ?? {})),
  },
  {
    name: "a trigger polls that was instant, or the other way round",
    find: (before, after) =>
      itemPairs(before, after)
        .filter((pair) => pair.kind === "triggers" && typeOf(pair.before) !== typeOf(pair.after))
        .map((pair) => `${pair.place} was ${typeOf(pair.before)}, and is ${typeOf(pair.after)}`),
  },
  {
    name: "an input field is gone",
    find: (before, after) =>
      itemPairs(before, after).flatMap((pair) =>
        missing(
          pair.place,
          fieldMap(pair.before.operation.inputFields).keys(),
          fieldMap(pair.after.operation.inputFields).keys(),
        ),
      ),
  },
  {
    name: "an input field takes another type",
    find: (before, after) => changedShapes(inputPairs(before, after)),
  },
  {
    name: "an input field is required that was not",
    find: (before, after) =>
      itemPairs(before, after).flatMap((pair) =>
        newlyRequired(pair.place, pair.before.operation.inputFields, pair.after.operation.inputFields),
      ),
  },
  {
    name: "a field of JSON has another schema",
    find: (before, after) =>
      inputPairs(before, after)
        .filter((pair) => JSON.stringify(pair.before.schema) !== JSON.stringify(pair.after.schema))
        .map(({ place }) => `${place} has another schema`),
  },
  {
    name: "the connection is of another kind",
    find: (before, after) =>
      before.authentication?.type === after.authentication?.type
        ? []
        : [`authentication was ${before.authentication?.type}, and is ${after.authentication?.type}`],
  },
  {
    name: "a field of the connection is gone",
    find: (before, after) =>
      missing(
        "authentication",
        fieldMap(before.authentication?.fields).keys(),
        fieldMap(after.authentication?.fields).keys(),
      ),
  },
  {
    name: "a field of the connection is required that was not",
    find: (before, after) =>
      newlyRequired("authentication", before.authentication?.fields, after.authentication?.fields),
  },
  {
    name: "a field of the connection takes another type",
    find: (before, after) => changedShapes(authPairs(before, after)),
  },
  {
    name: "a key of a sample is gone",
    find: (before, after) =>
      itemPairs(before, after).flatMap((pair) =>
        missingKeys(pair.before.operation.sample ?? {}, pair.after.operation.sample ?? {}).map(
          (key) => `${pair.place}.${key} is gone`,
        ),
      ),
  },
  {
    name: "an output field is gone",
    find: (before, after) =>
      itemPairs(before, after).flatMap((pair) =>
        missing(
          pair.place,
          fieldMap(pair.before.operation.outputFields).keys(),
          fieldMap(pair.after.operation.outputFields).keys(),
        ),
      ),
  },
  {
    name: "an output field is of another type",
    find: (before, after) => changedShapes(outputPairs(before, after)),
  },
];

const typeOf = (item: DefinedItem) => item.operation.type ?? "polling";

const majorOf = (definition: ZapierDefinition) => Number(definition.version.split(".")[0]);

/**
 * What would break the Zaps of the version before. Nothing does where the major version moves: nobody is moved to
 * that without a person's doing.
 */
export function breakingChanges(before: ZapierDefinition, after: ZapierDefinition): string[] {
  if (majorOf(after) > majorOf(before)) return [];
  return breakingRules.flatMap(({ name, find }) => find(before, after).map((fault) => `${name}: ${fault}`));
}
