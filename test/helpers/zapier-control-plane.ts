import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { zapierMemory } from "./zapier-memory.ts";

/** What Zapier keeps around a running integration: where it logs to, what it remembers for it, where its files go. */
export interface ZapierControlPlane {
  loggingEndpoint: string;
  rpcBase: string;
  /** All that was logged so far, as text. */
  logs: () => string;
  close: () => Promise<void>;
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Where stashed files go: posted as a form that names their key, and found under it. */
function createStash() {
  const files = new Map<string, Buffer>();
  return {
    put: async (request: IncomingMessage) => {
      const headers = { "Content-Type": request.headers["content-type"] ?? "" };
      const form = await new Response(new Uint8Array(await read(request)), { headers }).formData();
      const file = form.get("file");
      const content = file instanceof Blob ? await file.arrayBuffer() : String(file);
      files.set(String(form.get("key")), typeof content === "string" ? Buffer.from(content) : Buffer.from(content));
    },
    get: (key: string) => files.get(key),
  };
}

const addressOf = (server: Server) => {
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
};

/** Starts a control plane on this machine. */
export async function startControlPlane(): Promise<ZapierControlPlane> {
  let logged = "";
  const stash = createStash();
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = addressOf(server);
  const remember = zapierMemory(`${origin}/stash/`);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === "/input") {
      logged += (await read(request)).toString();
      response.end("{}");
    } else if (request.url === "/rpc") {
      const call = JSON.parse((await read(request)).toString());
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ id: call.id, ...remember(call) }));
    } else if (request.method === "POST") {
      await stash.put(request);
      response.writeHead(204).end();
    } else {
      const file = stash.get(request.url?.replace("/stash/", "") ?? "");
      response.writeHead(file === undefined ? 404 : 200).end(file);
    }
  }

  server.on("request", (request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  return {
    loggingEndpoint: `${origin}/input`,
    rpcBase: `${origin}/rpc`,
    logs: () => logged,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
