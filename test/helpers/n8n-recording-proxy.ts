import { once } from "node:events";
import { createServer, request as sendRequest } from "node:http";
import { listen } from "./listen.ts";

/** A proxy in front of a server: it changes nothing, and remembers what was asked. */
export interface RecordingProxy {
  url: string;
  /** `METHOD /path` without the query, in order. */
  requests: string[];
  close: () => Promise<void>;
}

export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url?.split("?")[0]}`);
    const forwarded = sendRequest(new URL(incoming.url ?? "/", target), {
      method: incoming.method ?? "GET",
      headers: incoming.headers,
    });
    forwarded.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  return {
    url: await listen(server),
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
