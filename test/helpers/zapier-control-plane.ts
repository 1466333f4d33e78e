import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";

/** What Zapier keeps around a running integration: where it logs to, and where it remembers a cursor. */
export interface ZapierControlPlane {
  loggingEndpoint: string;
  rpcBase: string;
  /** All that was logged so far, as text. */
  logs: () => string;
  close: () => Promise<void>;
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

/** One call of the integration's own: the few that it may make, by name. */
function createMemory() {
  const cursors = new Map<string, string>();
  return ({ storeKey, method, params }: { storeKey: string; method: string; params: string[] }) => {
    if (method === "get_cursor") return { result: cursors.get(storeKey) ?? null };
    if (method !== "set_cursor") return { error: `There is no ${method}.` };
    cursors.set(storeKey, params[0] ?? "");
    return { result: null };
  };
}

const addressOf = (server: Server) => {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
};

/** Starts a control plane on this machine. */
export async function startControlPlane(): Promise<ZapierControlPlane> {
  let logged = "";
  const remember = createMemory();
  const server = createServer(async (request, response) => {
    const body = await read(request);
    if (request.url === "/input") {
      logged += body;
      response.end("{}");
      return;
    }
    const call = JSON.parse(body);
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ id: call.id, ...remember(call) }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    loggingEndpoint: `${addressOf(server)}/input`,
    rpcBase: `${addressOf(server)}/rpc`,
    logs: () => logged,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
