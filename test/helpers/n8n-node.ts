import path from "node:path";

/** An item as n8n hands it from node to node. */
export interface NodeItem {
  json: Record<string, unknown>;
  pairedItem?: { item: number };
  error?: Error & { description?: string | null; httpCode?: string | null; context: { itemIndex?: number } };
}

type Method<Answer> = (this: object, ...given: unknown[]) => Promise<Answer>;

/** What n8n calls of a node. */
export interface LoadedNode {
  description: { properties: { name: string }[]; usableAsTool?: true };
  methods: Record<string, Record<string, Method<unknown>>>;
  execute: Method<NodeItem[][]>;
  webhook: Method<{ workflowData?: NodeItem[][]; noWebhookResponse?: boolean }>;
  webhookMethods: { default: Record<"checkExists" | "create" | "delete", Method<boolean>> };
}

const folder = path.resolve(__dirname, "../../n8n-nodes");

/** Loads a class of the package by the name of its file, as n8n does. */
function loadClass<Instance>(file: string, name: string): Instance {
  // The package is compiled under n8n's rules, apart from the tests, so the compiler does not follow.
  const { [name]: Loaded } = require(path.join(folder, file));
  return new Loaded();
}

export const loadNode = (name: string) => loadClass<LoadedNode>(`nodes/${name}/${name}.node.ts`, name);

/** Errors by n8n's own classes, from the copy of n8n's library that the nodes use. */
export const { NodeApiError, NodeOperationError }: Record<"NodeApiError" | "NodeOperationError", new () => Error> =
  require(require.resolve("n8n-workflow", { paths: [folder] }));
