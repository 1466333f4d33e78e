import { importDropdown } from "./import-dropdown.ts";

/** The imports that take contacts from a step. */
export default importDropdown({
  key: "list_running_imports",
  label: "List Running Imports",
  description: "Triggers when a list of running imports is needed to choose from.",
  filters: { "status.equals": "running" },
});
