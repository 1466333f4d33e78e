import { createServer, type ServerResponse } from "node:http";
import { listen } from "./listen.ts";

/** A delivery as it arrived. */
export interface ReceivedDelivery {
  path: string;
  headers: Record<string, string>;
  /** Byte for byte. */
  body: string;
  receivedAt: number;
}

/** Answers the delivery that arrived as the given one, counted from 1. */
export type AnswerDelivery = (response: ServerResponse, count: number, delivery: ReceivedDelivery) => void;

/** Stands where somebody receives deliveries. */
export interface Receiver {
  url: string;
  received: ReceivedDelivery[];
  /** What it answers from now on; 200 before that. */
  answerWith: (answer: AnswerDelivery) => void;
  close: () => void;
}

/** Answers with a status alone. */
export const withStatus =
  (status: number, headers: Record<string, string> = {}): AnswerDelivery =>
  (response) => {
    response.writeHead(status, headers).end();
  };

/** Starts a receiver on this machine. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedDelivery[] = [];
  let answer = withStatus(200);
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const delivery = { path: request.url ?? "", headers, body, receivedAt: Date.now() };
    received.push(delivery);
    answer(response, received.length, delivery);
  });
  const origin = await listen(server);
  return {
    url: `${origin}/hooks/1`,
    received,
    answerWith: (next) => {
      answer = next;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
