import type { HttpMethod } from "./transport.ts";

export type QueryValue = string | number | boolean | readonly string[] | undefined | null;

/** A call of the API, before the client adds where and who. */
export interface ApiRequest {
  method: HttpMethod;
  /** Below the base, for instance `/imports/imp_1`. */
  path: string;
  query?: Record<string, QueryValue>;
  body?: unknown;
  headers?: Record<string, string>;
}

/** What may be said with every write. */
export interface WriteOptions {
  /** The caller's name for this one write: saying it again gets the first answer again. At most 255 characters. */
  idempotencyKey?: string;
}

/** Options of a list, in the API's words: `filters` are `{ "status.equals": "running" }`. */
export interface ListParams {
  limit?: number;
  startingAfter?: string;
  endingBefore?: string;
  orderBy?: string;
  sort?: "asc" | "desc";
  query?: string;
  filters?: Record<string, string | number | boolean | readonly string[]>;
}

/** The base as the API's paths follow it: without a slash at its end, with the version. */
export function normalizeBaseUrl(baseUrl: string): string {
  const base = baseUrl.trim().replace(/\/+$/, "");
  return /\/v\d+$/.test(base) ? base : `${base}/v5`;
}

export function writeHeaders(options: WriteOptions | undefined): Record<string, string> {
  return options?.idempotencyKey === undefined ? {} : { "Idempotency-Key": options.idempotencyKey };
}

export function listQuery({ filters, ...params }: ListParams): Record<string, QueryValue> {
  const filterEntries = Object.entries(filters ?? {}).map(([name, value]) => [
    `filter.${name}`,
    typeof value === "object" ? value.join(",") : value,
  ]);
  return { ...params, ...Object.fromEntries(filterEntries) };
}

/** Puts a request's query behind its path. Parts that are not given are left out; lists are repeated. */
export function urlOf(baseUrl: string, request: ApiRequest): string {
  const pairs = Object.entries(request.query ?? {}).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    const values = typeof value === "object" ? value : [value];
    return values.map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(String(one))}`);
  });
  return `${baseUrl}${request.path}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
}
