import { importDropdown } from "./import-dropdown.ts";

/** Every import, also a completed one: there may be news of it again. */
const dropdown = importDropdown({
  key: "list_imports",
  label: "List Imports",
  description: "Triggers when a list of imports is needed to choose from.",
});

export const listImports = dropdown.operation.perform;
export default dropdown;
