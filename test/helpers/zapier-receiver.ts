import { once } from "node:events";
import { createServer } from "node:http";

/** A request as Zapier hands it to the integration. */
export interface RawRequest {
  method: string;
  querystring: string;
  headers: Record<string, string>;
  content: string;
}

const titleCase = (name: string) =>
  name.replace(/(^|-)([a-z])/g, (_whole, dash, letter) => dash + letter.toUpperCase());

/** Zapier marks the headers that came with a request, all but two. */
const zapierName = (name: string) =>
  /^content-(type|length)$/.test(name) ? titleCase(name) : `Http-${titleCase(name)}`;

export interface ZapierReceiver {
  url: string;
  received: RawRequest[];
  close: () => Promise<void>;
}

/**
 * Stands where Zapier receives deliveries, and keeps them as it does.
 *
 * @param status What it answers: 410 where the Zap was turned off.
 */
export async function startReceiver({ status = 200 } = {}): Promise<ZapierReceiver> {
  const received: RawRequest[] = [];
  const server = createServer(async (request, response) => {
    let content = "";
    for await (const chunk of request.setEncoding("utf8")) content += chunk;
    const headers = Object.entries(request.headers).map(([name, value]) => [zapierName(name), String(value)]);
    received.push({ method: "POST", querystring: "", headers: Object.fromEntries(headers), content });
    response.writeHead(status).end('{"status":"success"}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/hooks/standard/1/abc/`,
    received,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
