/** One field that was wrong, and why. */
export interface ErrorDetail {
  field: string;
  message: string;
}

/** The body of every error answer. */
export interface ApiErrorBody {
  code: string;
  status: number;
  message: string;
  description: string;
  details: ErrorDetail[];
}

/**
 * The codes of error answers and their HTTP statuses. The first group is published by FirstQuadrant
 * (docs.firstquadrant.ai/api-reference/errors); the second extends it and never gives a published code another meaning.
 */
export const errorStatuses = {
  missing_authorization: 401,
  invalid_token: 401,
  insufficient_permissions: 403,
  missing_scopes: 403,
  validation_error: 422,
  invalid_parameters: 400,
  missing_required_field: 422,
  invalid_field_value: 422,
  not_found: 404,
  already_exists: 409,
  resource_locked: 423,
  rate_limited: 429,

  bad_request: 400,
  request_timeout: 408,
  payload_too_large: 413,
  offset_mismatch: 409,
  unsupported_media_type: 415,
  invalid_transition: 409,
  contact_merged: 409,
  import_not_running: 409,
  import_completed: 409,
  idempotency_mismatch: 422,
  precondition_failed: 412,
  internal_error: 500,
  unavailable: 503,
  insufficient_storage: 507,
} as const;

export type ErrorCode = keyof typeof errorStatuses;
