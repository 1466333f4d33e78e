import type { PlainInputField } from "zapier-platform-core";

/** Which imports are there to choose from: only those that can do what the step wants. */
type Dropdown = "list_imports" | "list_running_imports" | "list_imports_with_runs";

/** The import of a step, chosen from a list by its name, or found by a search before the step. */
export const importField = (dropdown: Dropdown, facts: { required: boolean; helpText?: string }): PlainInputField => ({
  key: "import_id",
  label: "Import",
  type: "string",
  group: "target",
  dynamic: `${dropdown}.id.label`,
  search: "find_import.id",
  ...facts,
});
