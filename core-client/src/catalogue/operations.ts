/** The platforms that we have connectors for. */
export const connectors = ["zapier", "n8n"] as const;
export type Connector = (typeof connectors)[number];

/** One thing that connectors let people do, or tell them of. */
export interface Operation {
  readonly kind: "create" | "search" | "list" | "trigger";
  readonly resource: "contact" | "import";
  /** What it does, in a sentence. Platforms word it their own way. */
  readonly does: string;
  /** `true` where the connector has it, or the reason why it does not. */
  readonly on: Readonly<Record<Connector, true | string>>;
}

/** The operations that connectors offer. */
export const operations = {
  createContact: {
    kind: "create",
    resource: "contact",
    does: "Adds contacts to a running import.",
    on: { zapier: true, n8n: true },
  },
  createOrUpdateContact: {
    kind: "create",
    resource: "contact",
    does: "Adds contacts to a running import, and changes those that exist.",
    on: {
      zapier: "Create Contact does so already, as far as the import's own setting allows.",
      n8n: true,
    },
  },
  createContacts: {
    kind: "create",
    resource: "contact",
    does: "Adds several contacts to a running import at once, each with its own result.",
    on: { zapier: true, n8n: "Create and Create or Update send all items of a run in batches by themselves." },
  },
  updateContact: {
    kind: "create",
    resource: "contact",
    does: "Changes the given fields of a contact that exists.",
    on: { zapier: true, n8n: true },
  },
  validateContact: {
    kind: "create",
    resource: "contact",
    does: "Says what an import would do with a contact; nothing is stored.",
    on: { zapier: true, n8n: true },
  },
  startImport: {
    kind: "create",
    resource: "import",
    does: "Finds the import of a name, or makes it, and starts it.",
    on: { zapier: true, n8n: true },
  },
  completeImport: {
    kind: "create",
    resource: "import",
    does: "Completes a running import.",
    on: { zapier: true, n8n: true },
  },
  importFile: {
    kind: "create",
    resource: "import",
    does: "Brings a file into an import and waits for its end.",
    on: {
      zapier: true,
      n8n: "Its own nodes read files into items, which Create and Create or Update send in batches.",
    },
  },
  findContact: {
    kind: "search",
    resource: "contact",
    does: "Finds a contact by its email, phone or profile.",
    on: { zapier: true, n8n: "Get Many filters contacts." },
  },
  findImport: {
    kind: "search",
    resource: "import",
    does: "Finds an import by its name.",
    on: { zapier: true, n8n: "The list of imports is searched where an import is chosen, and Get Many filters it." },
  },
  getImport: {
    kind: "search",
    resource: "import",
    does: "Gets an import by its id.",
    on: { zapier: "Find Import finds one by its name, which is what people know.", n8n: true },
  },
  listImports: {
    kind: "list",
    resource: "import",
    does: "Lists imports, to choose one from.",
    on: { zapier: true, n8n: true },
  },
  importStatusChanged: {
    kind: "trigger",
    resource: "import",
    does: "Tells when an import was started or completed.",
    on: { zapier: true, n8n: true },
  },
  importRunFinished: {
    kind: "trigger",
    resource: "import",
    does: "Tells when an import has worked through its source, or failed to.",
    on: { zapier: true, n8n: true },
  },
  contactImported: {
    kind: "trigger",
    resource: "contact",
    does: "Tells when a contact was created or updated by an import.",
    on: { zapier: true, n8n: true },
  },
  contactLeftOut: {
    kind: "trigger",
    resource: "contact",
    does: "Tells when a record was rejected, or failed the import's questions.",
    on: { zapier: true, n8n: true },
  },
} as const satisfies Record<string, Operation>;

export type OperationKey = keyof typeof operations;
