import type { Import, ImportFacts, ImportReference } from "@firstquadrant/core-client";
import type { PlainOutputField } from "zapier-platform-core";

const countLabels: Record<keyof Import["counts"], string> = {
  received: "Received",
  scheduled: "Scheduled",
  created: "Created",
  updated: "Updated",
  unchanged: "Unchanged",
  skipped: "Skipped",
  unqualified: "Unqualified",
  rejected: "Rejected",
};

/** How many contacts had which outcome, of an import or of one of its runs. */
export const countFields = (prefix: string, of: string): PlainOutputField[] =>
  Object.entries(countLabels).map(([key, label]) => ({
    key: `${prefix}counts__${key}`,
    label: `${label} ${of}`,
    type: "integer",
  }));

/** Which import something belongs to. */
export const importReferenceFields: PlainOutputField[] = [
  { key: "import__id", label: "Import ID", type: "string" },
  { key: "import__name", label: "Import Name", type: "string" },
  { key: "import__status", label: "Import Status", type: "string" },
];

/** An import as a later step can use it, where it is all that an item answers (no prefix) or a part of it. */
export const importOutputFields = (prefix = ""): PlainOutputField[] => [
  { key: `${prefix}id`, label: "Import ID", type: "string" },
  { key: `${prefix}name`, label: "Import Name", type: "string" },
  { key: `${prefix}status`, label: "Import Status", type: "string" },
  { key: `${prefix}method`, label: "Import Method", type: "string" },
  { key: `${prefix}app`, label: "Import App", type: "string" },
  { key: `${prefix}mode`, label: "Import Mode", type: "string" },
  ...countFields(prefix, "Contacts"),
  { key: `${prefix}createdAt`, label: "Import Created At", type: "datetime" },
  { key: `${prefix}updatedAt`, label: "Import Updated At", type: "datetime" },
  { key: `${prefix}startedAt`, label: "Import Started At", type: "datetime" },
  { key: `${prefix}completedAt`, label: "Import Completed At", type: "datetime" },
];

/**
 * What a Zap is told about an import. Its trigger's address is left out: whoever knows it may send contacts, and what
 * a Zap was told is kept in histories and passed on to other apps.
 */
export const importOutput = (one: ImportFacts) => ({
  id: one.id,
  name: one.name,
  status: one.status,
  method: one.method,
  app: one.app,
  mode: one.mode,
  counts: one.counts,
  createdAt: one.createdAt,
  updatedAt: one.updatedAt,
  startedAt: one.startedAt,
  completedAt: one.completedAt,
});

/** Which import it is; a contact that was added by hand has none, and an import can be deleted. */
export const importReference = (one: ImportReference | null) => ({
  id: one?.id ?? null,
  name: one?.name ?? null,
  status: one?.status ?? null,
});

/** An import's name with its status, as it stands in a dropdown. */
export const importLabel = ({ name, status }: Pick<Import, "name" | "status">) => `${name} (${status})`;
