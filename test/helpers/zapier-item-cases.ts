import type { startFileServer } from "./file-server.ts";
import { putFile, uploadImport } from "./file-upload.ts";
import type { ZapierAgainstBackend } from "./zapier-against-backend.ts";

/** What a case may use: the integration with its backend, and files at addresses. */
export interface Stage {
  rig: ZapierAgainstBackend;
  files: Awaited<ReturnType<typeof startFileServer>>;
}

type Values = Record<string, unknown>;

/** How one item is brought to an answer that has everything in it. */
export interface ItemCase {
  /** Prepares what the step is about, and answers what a person puts into its fields. */
  input: (stage: Stage) => Promise<Values>;
  /** For an instant trigger: makes happen what it waits for. */
  happen?: (stage: Stage, inputData: Values) => Promise<unknown>;
}

const person = {
  email: "ada@example.com",
  firstName: "Ada",
  lastName: "Lovelace",
  phone: "+442079460958",
  linkedInHandle: "ada-lovelace",
  countryCode: "GB",
  tags: ["newsletter"],
  customProperties: { plan: "team" },
};
const company = { name: "Analytical Engines", domain: "engines.example.com" };
const question = {
  text: "Is it in Britain?",
  target: "contact",
  rule: { field: "countryCode", operator: "equals", value: "GB" },
  expect: "yes",
} as const;

/** Makes an import that asks a question, and starts it. */
async function running({ rig }: Stage, name: string): Promise<string> {
  const { id } = await rig.client.imports.create({ name, method: "app", app: "zapier", qualification: [question] });
  await rig.client.imports.start(id);
  return id;
}

async function withContact(stage: Stage, name: string): Promise<string> {
  const id = await running(stage, name);
  await stage.rig.client.imports.addContact(id, { contact: person, company });
  return id;
}

const nothing: ItemCase = { input: async () => ({}) };
const chosen = (inputData: Values): string => String([inputData.import_ids].flat()[0]);

/** Each trigger, action and search, by where it stands in the definition. */
export const itemCases: Readonly<Record<string, ItemCase>> = {
  "triggers.contact_imported": {
    input: async (stage) => ({ import_ids: [await running(stage, "Imported")], outcomes: ["created", "updated"] }),
    happen: ({ rig }, inputData) =>
      rig.client.imports.addContact(chosen(inputData), { contact: { ...person, email: "new@example.com" }, company }),
  },
  "triggers.contact_rejected_or_unqualified": {
    input: async (stage) => ({ import_ids: [await running(stage, "Left Out")] }),
    happen: ({ rig }, inputData) =>
      rig.client.imports.addContacts(chosen(inputData), [{ contact: { email: "nobody", firstName: "No" } }]),
  },
  "triggers.import_status_changed": {
    input: async (stage) => ({ import_ids: [await running(stage, "Status")], statuses: ["completed"] }),
    happen: ({ rig }, inputData) => rig.client.imports.complete(chosen(inputData)),
  },
  "triggers.import_run_finished": {
    input: async ({ rig }) => ({ import_ids: [await uploadImport(rig.backend, { name: "Run" })] }),
    happen: async ({ rig }, inputData) => {
      await putFile(rig.backend, chosen(inputData), "Email,Name\none@example.com,One\n");
      await rig.client.imports.start(chosen(inputData));
    },
  },
  "triggers.list_contact_fields": nothing,
  "triggers.list_imports": nothing,
  "triggers.list_imports_with_runs": { input: async ({ rig }) => ({ made: await uploadImport(rig.backend) }) },
  "triggers.list_running_imports": { input: async (stage) => ({ made: await running(stage, "In the Dropdown") }) },
  "creates.create_contact": {
    input: async (stage) => ({
      ...{ import_id: await running(stage, "Create"), email: "grace@example.com", countryCode: "GB" },
      ...{ firstName: "Grace", company__name: "Analytical Engines", customProperties__plan: "team" },
    }),
  },
  "creates.create_contacts": {
    input: async (stage) => ({
      import_id: await running(stage, "Create Many"),
      contacts: [{ email: "one@example.com", countryCode: "GB" }, { email: "nobody" }],
    }),
  },
  "creates.update_contact": {
    input: async (stage) => {
      await withContact(stage, "Update");
      return { email: person.email, lastName: "King", customProperties__plan: "solo" };
    },
  },
  "creates.validate_contact": {
    input: async (stage) => ({
      ...{ import_id: await withContact(stage, "Validate"), email: person.email, countryCode: "GB" },
      ...{ firstName: "Ada", company__name: "Analytical Engines", customProperties__plan: "team" },
    }),
  },
  "creates.start_import": { input: async () => ({ name: "Start" }) },
  "creates.complete_import": { input: async (stage) => ({ import_id: await running(stage, "Complete") }) },
  "creates.import_file": {
    input: async ({ files }) => ({
      import_name: "Trade Fair",
      file: files.serve("fair", "E-mail,First name\nfair@example.com,Ada\n").url,
    }),
  },
  "searches.find_contact": {
    input: async (stage) => {
      await withContact(stage, "Find");
      return { email: person.email };
    },
  },
  "searches.find_import": {
    input: async (stage) => {
      await running(stage, "Find Me");
      return { name: "Find Me" };
    },
  },
};
