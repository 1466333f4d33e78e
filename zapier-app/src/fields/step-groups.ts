/** The groups that the fields of a step stand in, in the order in which a person decides them. */
export const stepGroups = {
  target: { key: "target", label: "Target", emphasize: true },
  person: { key: "person", label: "Person" },
  company: { key: "company", label: "Company" },
  custom: { key: "custom", label: "Custom Fields" },
  options: { key: "options", label: "Options" },
} as const;

/** The groups of a step that is given a whole contact. */
export const contactGroups = Object.values(stepGroups);
