import type { NodeItem } from "./n8n-node.ts";

export interface ContextOptions {
  /** Where the API answers. */
  url: string;
  /** By name; a function is what an expression is: it answers for one item. */
  parameters?: Record<string, unknown>;
  items?: NodeItem["json"][];
  /** A file for each item, as the binary field `data`. */
  files?: { fileName: string; bytes: Buffer }[];
  continueOnFail?: boolean;
  executionId?: string;
  /** Of a backend that looks at them. */
  credentials?: Credentials;
}

interface Credentials {
  apiKey: string;
  organizationId: string;
}

const anyCredentials: Credentials = { apiKey: "fqa_test", organizationId: "org_1" };

function readParameter(parameters: Record<string, unknown>, name: string, itemIndex: number): unknown {
  let value: unknown = parameters;
  for (const part of name.split(".")) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined;
    if (typeof value === "function") value = value(itemIndex);
  }
  return value;
}

interface RequestOptions {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  ignoreHttpStatusErrors: { except: number[] };
}

/** Sends a request as n8n does with a credential: statuses that are not ignored are thrown, with the answer inside. */
async function requestWith(credentials: Credentials, type: string, options: RequestOptions) {
  if (type !== "firstQuadrantApi") throw new Error(`The node asked for the credential ${type}`);
  const { body: given } = options;
  const isFile = Buffer.isBuffer(given);
  const response = await fetch(options.url, {
    method: options.method,
    headers: {
      ...options.headers,
      ...(given !== undefined && !isFile && { "Content-Type": "application/json" }),
      Authorization: `Bearer ${credentials.apiKey}`,
      "FirstQuadrant-Organization-ID": credentials.organizationId,
    },
    ...(given !== undefined && { body: isFile ? new Uint8Array(given) : JSON.stringify(given) }),
  });
  const text = await response.text();
  const body = text === "" ? "" : JSON.parse(text);
  if (options.ignoreHttpStatusErrors.except.includes(response.status)) {
    throw Object.assign(new Error("Authorization failed"), {
      httpCode: String(response.status),
      context: { data: body },
    });
  }
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body };
}

/** What every hook of n8n offers a node. */
export function hookContext({ url, parameters = {}, credentials = anyCredentials }: ContextOptions) {
  const staticData: Record<string, unknown> = {};
  return {
    staticData,
    helpers: {
      httpRequestWithAuthentication: (type: string, options: RequestOptions) => requestWith(credentials, type, options),
      returnJsonArray: (json: NodeItem["json"]) => [{ json }],
    },
    logger: { warn: () => undefined },
    getCredentials: async () => ({ ...credentials, baseUrl: url }),
    getNode: () => ({ id: "node-1", name: "FirstQuadrant", type: "n8n-nodes-firstquadrant.firstQuadrant", parameters }),
    getWorkflow: () => ({ id: "workflow-1", name: "My workflow" }),
    getWorkflowStaticData: () => staticData,
    getNodeWebhookUrl: () => "https://n8n.example/webhook/1/webhook",
    getNodeParameter: (name: string, fallback?: unknown) => readParameter(parameters, name, 0) ?? fallback,
    getCurrentNodeParameter: (name: string) => readParameter(parameters, name, 0),
  };
}

/** What n8n offers a node that executes. */
export function executionContext(options: ContextOptions) {
  const { parameters = {}, items = [], files = [], continueOnFail = false, executionId = "execution-1" } = options;
  const hints: { message: string }[] = [];
  const said: string[] = [];
  const hook = hookContext(options);
  return {
    ...hook,
    helpers: {
      ...hook.helpers,
      assertBinaryData: (itemIndex: number, name: string) => {
        const file = name === "data" ? files[itemIndex] : undefined;
        if (file === undefined)
          throw new Error(`This operation expects the node's input data to contain a binary file '${name}'`);
        return { fileName: file.fileName };
      },
      getBinaryDataBuffer: async (itemIndex: number) => files[itemIndex]?.bytes,
    },
    hints,
    said,
    sendMessageToUI: (message: string) => said.push(message),
    addExecutionHints: (...more: { message: string }[]) => hints.push(...more),
    continueOnFail: () => continueOnFail,
    getExecutionCancelSignal: () => undefined,
    getExecutionId: () => executionId,
    getInputData: () => items.map((json) => ({ json })),
    getWorkflowDataProxy: () => ({ $runIndex: 0 }),
    getNodeParameter: (
      name: string,
      itemIndex: number,
      fallback?: unknown,
      { extractValue = false }: { extractValue?: boolean } = {},
    ) => readParameter(parameters, extractValue ? `${name}.value` : name, itemIndex) ?? fallback,
  };
}
