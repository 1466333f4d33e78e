import type { PlainInputField } from "zapier-platform-core";
import { givenTexts } from "./given.ts";

/** Which imports a trigger is about. */
export const importsField = (helpText: string, dropdown = "list_imports"): PlainInputField => ({
  key: "import_ids",
  label: "Imports",
  type: "string",
  list: true,
  required: false,
  dynamic: `${dropdown}.id.label`,
  helpText,
});

/** The part of a subscription's filter that says which imports; nothing where all count. */
export function chosenImports(inputData: Record<string, unknown>): { importIds?: string[] } {
  const importIds = givenTexts(inputData.import_ids);
  return importIds.length > 0 ? { importIds } : {};
}

/** What was chosen of a fixed set of choices. Zapier hands over whatever a person typed instead. */
export function chosenOf<Choice extends string>(value: unknown, choices: Record<Choice, string>): Choice[] {
  const isChoice = (text: string): text is Choice => Object.hasOwn(choices, text);
  return givenTexts(value).filter(isChoice);
}
