import { eventually } from "./eventually.ts";

/** A node of a workflow, as n8n keeps it. */
export interface WorkflowNode {
  id: string;
  name: string;
  type: string;
  typeVersion: number;
  position: [number, number];
  parameters: Record<string, unknown>;
  credentials?: Record<string, { id: string; name: string }>;
  onError?: "continueRegularOutput" | "continueErrorOutput";
  webhookId?: string;
}

export interface WorkflowInput {
  name: string;
  /** In the order in which each hands its items to the next. */
  nodes: WorkflowNode[];
  /** What a node gives instead of being run, by the node's name. */
  pinData?: Record<string, { json: unknown }[]>;
}

export interface ExecutedItem {
  json: Record<string, unknown>;
  pairedItem?: { item: number };
}

/** One run of a workflow. */
export interface Execution {
  id: string;
  status: string;
  mode: string;
  data: {
    resultData: {
      error?: { message: string; description?: string };
      runData: Record<string, { data?: { main: ExecutedItem[][] } }[]>;
    };
  };
}

type Answer = { data: Record<string, unknown> & { id: string } };

/** What the tests ask of n8n. `rest` is what its editor calls; `api` is its public API. */
export interface N8nRest {
  /** What a request carries that acts as the owner. */
  cookie: Record<string, string>;
  rest: <Body = Answer>(method: string, path: string, body?: unknown) => Promise<Body>;
  createWorkflow: (workflow: WorkflowInput) => Promise<{ id: string; versionId: string }>;
  /** Runs a workflow by hand, from its first node on, and answers with the finished run. */
  runWorkflow: (workflow: WorkflowInput) => Promise<Execution>;
  executionsOf: (workflowId: string) => Promise<Execution[]>;
}

const owner = { email: "owner@example.com", firstName: "Test", lastName: "Owner", password: "Test-Password-1" };

/** The items that a node gave. */
export const outputOf = (execution: Execution, node: string, output = 0): ExecutedItem[] =>
  execution.data.resultData.runData[node]?.at(-1)?.data?.main[output] ?? [];

async function send<Body>(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Body> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function logIn(url: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}/rest/owner/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(owner),
  });
  const cookie = response.headers.getSetCookie().find((one) => one.startsWith("n8n-auth="));
  if (cookie === undefined) throw new Error(`n8n did not make an owner: ${response.status} ${await response.text()}`);
  return { Cookie: cookie.split(";")[0] ?? "" };
}

function connectionsOf(nodes: readonly WorkflowNode[]) {
  const pairs = nodes.slice(1).map((node, index) => [nodes[index]?.name ?? "", node.name] as const);
  return Object.fromEntries(pairs.map(([from, to]) => [from, { main: [[{ node: to, type: "main", index: 0 }]] }]));
}

const finished = new Set(["success", "error", "crashed", "canceled"]);

/** Makes the owner of a new n8n, and acts as that person. */
export async function logInToN8n(url: string): Promise<N8nRest> {
  const cookie = await logIn(url);
  const rest: N8nRest["rest"] = (method, path, body) => send(`${url}/rest${path}`, method, cookie, body);

  const { data: scopes } = await rest<{ data: string[] }>("GET", "/api-keys/scopes");
  const key = await rest("POST", "/api-keys", { label: "tests", expiresAt: null, scopes });
  const apiHeaders = { "X-N8N-API-KEY": String(key.data.rawApiKey) };
  const api = <Body>(path: string) => send<Body>(`${url}/api/v1${path}`, "GET", apiHeaders);

  const createWorkflow: N8nRest["createWorkflow"] = async ({ name, nodes, pinData = {} }) => {
    const workflow = { name, nodes, connections: connectionsOf(nodes), settings: {}, pinData };
    const { data } = await rest("POST", "/workflows", workflow);
    return { id: data.id, versionId: String(data.versionId) };
  };
  const executionOf = (id: string) => api<Execution>(`/executions/${id}?includeData=true`);

  return {
    cookie,
    rest,
    createWorkflow,
    runWorkflow: async (input) => {
      const { id } = await createWorkflow(input);
      const triggerToStartFrom = { name: input.nodes[0]?.name };
      const { data } = await rest("POST", `/workflows/${id}/run`, { triggerToStartFrom });
      const executionId = String(data.executionId);
      await eventually(
        async () => {
          const { data: state } = await rest("GET", `/executions/${executionId}`);
          if (!finished.has(String(state.status))) throw new Error(`The run is still ${state.status}`);
        },
        { timeoutMs: 60_000 },
      );
      return executionOf(executionId);
    },
    executionsOf: async (workflowId) => {
      const { data } = await api<{ data: Execution[] }>(`/executions?workflowId=${workflowId}&includeData=true`);
      return data;
    },
  };
}
