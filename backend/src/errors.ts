import { type ApiErrorBody, type ErrorCode, type ErrorDetail, errorStatuses } from "@firstquadrant/core-client";

/** Something that the caller is told about. `message` says what happened, `description` what to do about it. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly description: string;
  readonly details: ErrorDetail[];
  /** Seconds, where waiting helps. */
  readonly retryAfter: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    description: string,
    more: { details?: ErrorDetail[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.status = errorStatuses[code];
    this.description = description;
    this.details = more.details ?? [];
    this.retryAfter = more.retryAfter ?? null;
  }

  toBody(): ApiErrorBody {
    const { code, status, message, description, details } = this;
    return { code, status, message, description, details };
  }
}

/** There is nothing of this kind and id in the organization. */
export const notFound = (what: string, id: string): AppError =>
  new AppError("not_found", `There is no ${what} ${id}.`, `Check the id; GET the list to see every ${what} there is.`);
