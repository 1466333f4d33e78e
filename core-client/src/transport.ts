export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One HTTP request, described apart from sending it. */
export interface TransportRequest {
  method: HttpMethod;
  /** Absolute, with its query. */
  url: string;
  headers: Record<string, string>;
  /** A JSON value, not yet written as text; absent for requests without a body. */
  body?: unknown;
}

export interface TransportResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The JSON value of the answer; text that is no JSON stays a string; `undefined` for an empty answer. */
  body: unknown;
}

/**
 * Makes one HTTP request for the client.
 *
 * It resolves for every HTTP status and rejects only when no answer arrived, so that status, body and
 * `Retry-After` reach one place that makes errors of them. It neither repeats nor waits: that is the host's.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;
