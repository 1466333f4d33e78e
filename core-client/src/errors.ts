import { isRecord } from "./is-record.ts";
import type { ErrorCode, ErrorDetail } from "./model/error.ts";
import type { TransportResponse } from "./transport.ts";

/** The API answered with an error, or with something that is no answer of this API. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The API's own code; `unexpected_response` when the answer did not come in the API's shape. */
  readonly code: ErrorCode | "unexpected_response" | (string & {});
  readonly status: number;
  /** What to do about it. */
  readonly description: string;
  readonly details: readonly ErrorDetail[];
  /** Seconds to wait before the next try, where the answer says so. */
  readonly retryAfter: number | null;
  /** To be named when asking the operator for help. */
  readonly requestId: string | null;

  constructor(facts: {
    code: string;
    status: number;
    message: string;
    description: string;
    details: readonly ErrorDetail[];
    retryAfter: number | null;
    requestId: string | null;
  }) {
    super(facts.message);
    this.code = facts.code;
    this.status = facts.status;
    this.description = facts.description;
    this.details = facts.details;
    this.retryAfter = facts.retryAfter;
    this.requestId = facts.requestId;
  }
}

/** Where a request went, without credentials that an address may hold. */
const hostOf = (url: string): string | undefined => /^https?:\/\/(?:[^/?#]*@)?([^/?#]+)/i.exec(url)?.[1];

/** No answer arrived: the name did not resolve, nothing listened, the connection broke or took too long. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";

  constructor(url: string, cause: unknown) {
    const host = hostOf(url);
    const message =
      host === undefined
        ? `${url} is no web address. The base URL must begin with https:// or http://.`
        : `No answer from ${host}. Check the base URL and that the service is running.`;
    super(message, { cause });
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof Error && error.name === "ApiError";

export const isConnectionError = (error: unknown): error is ConnectionError =>
  error instanceof Error && error.name === "ConnectionError";

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

function detailsOf(value: unknown): ErrorDetail[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((detail) => ({
    field: text(detail.field) ?? "",
    message: text(detail.message) ?? "is not valid",
  }));
}

function secondsOf(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}

/**
 * Makes an error of an answer whose status is not 2xx.
 *
 * @param response What the transport resolved with.
 * @param now Needed where `Retry-After` is a date.
 */
export function errorFromResponse(response: TransportResponse, now: Date): ApiError {
  const body = isRecord(response.body) ? response.body : {};
  const known = text(body.code) !== null;
  return new ApiError({
    code: text(body.code) ?? "unexpected_response",
    status: response.status,
    message: text(body.message) ?? `The service answered ${response.status}.`,
    description: known
      ? (text(body.description) ?? "")
      : "This does not look like the FirstQuadrant API. Check the base URL.",
    details: detailsOf(body.details),
    retryAfter: secondsOf(response.headers["retry-after"], now),
    requestId: response.headers["x-request-id"] ?? null,
  });
}
