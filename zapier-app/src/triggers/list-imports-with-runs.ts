import { importDropdown } from "./import-dropdown.ts";

/** The imports that work through a file or a search; to the others, contacts come one by one. */
export default importDropdown({
  key: "list_imports_with_runs",
  label: "List Imports With Runs",
  description: "Triggers when a list of imports that have runs is needed to choose from.",
  filters: { "method.in": ["upload", "prospect"] },
});
