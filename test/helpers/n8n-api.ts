import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { listen } from "./listen.ts";

/** A request as the API received it. */
export interface ReceivedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: unknown;
}

/** What the API answers: 200 and no headers unless said. */
export interface ApiAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

type Answer = (request: ReceivedRequest) => ApiAnswer;

/** A server in the API's place, whose answers a test decides. */
export interface StandInApi {
  url: string;
  /** All that was received so far, in order. */
  requests: ReceivedRequest[];
  /** Those of one route, for instance `POST /v5/subscriptions`. */
  received: (route: string) => ReceivedRequest[];
  /** Decides what a route answers from now on. A `*` in it stands for one part of the path. */
  on: (route: string, answer: Answer) => void;
  close: () => Promise<void>;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text === "" ? undefined : JSON.parse(text);
}

const toPattern = (route: string) => new RegExp(`^${route.replaceAll(/[.?+]/g, "\\$&").replaceAll("*", "[^/ ]+")}$`);

/** The body of an error answer, in the API's shape. */
export const apiError = (
  status: number,
  code: string,
  message: string,
  description: string,
  details: unknown[] = [],
): ApiAnswer => ({
  status,
  body: { code, status, message, description, details },
});

/** Starts a server that answers 404 to whatever no test decided on. */
export async function startApi(): Promise<StandInApi> {
  const requests: ReceivedRequest[] = [];
  const answers: { pattern: RegExp; answer: Answer }[] = [];
  const nameOf = ({ method, path }: ReceivedRequest) => `${method} ${path}`;
  const server = createServer(async (incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://api");
    const request: ReceivedRequest = {
      method: incoming.method ?? "",
      path: pathname,
      query: searchParams,
      headers: incoming.headers,
      body: await readBody(incoming),
    };
    requests.push(request);
    const found = answers.findLast(({ pattern }) => pattern.test(nameOf(request)));
    const {
      status = 200,
      headers,
      body,
    } = found?.answer(request) ?? apiError(404, "not_found", "There is nothing here.", "Check the address.");
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return {
    url: await listen(server),
    requests,
    received: (route) => requests.filter((request) => toPattern(route).test(nameOf(request))),
    on: (route, answer) => answers.push({ pattern: toPattern(route), answer }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
