import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../helpers/listen.ts";

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What the server answers; without a body the answer is empty. */
export interface LocalAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface LocalServer {
  url: string;
  received: ReceivedRequest[];
  close: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

/** A real server on this machine that keeps what it received. `null` cuts the connection instead of answering. */
export async function startLocalServer(answer: (request: ReceivedRequest) => LocalAnswer | null): Promise<LocalServer> {
  const received: ReceivedRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body: await readBody(incoming) };
    received.push(request);
    const given = answer(request);
    if (given === null) {
      incoming.socket.destroy();
      return;
    }
    response.writeHead(given.status ?? 200, given.headers).end(given.body);
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  const url = await listen(server);
  return {
    url,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
