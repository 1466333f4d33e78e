import type { ErrorDetail } from "@firstquadrant/core-client";
import type { FastifyError, FastifyReply, FastifyRequest, FastifySchemaValidationError } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isDuplicate, isRefusedValue, isStorageFull, isUnavailable } from "../db/database-error.ts";
import { AppError } from "../errors.ts";

/** What one finding of a schema says of which fields. */
function detailsOf({ instancePath, message, keyword, params }: FastifySchemaValidationError): ErrorDetail[] {
  const place = instancePath.split("/").filter(Boolean);
  if (keyword !== "unrecognized_keys" || !Array.isArray(params.keys)) {
    return [{ field: place.join("."), message: message ?? "is not valid" }];
  }
  return params.keys.map((key) => ({ field: [...place, String(key)].join("."), message: "is not known here" }));
}

function invalidInput(error: FastifyError, details: ErrorDetail[]): AppError {
  const named = details.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  return error.validationContext === "body"
    ? new AppError("validation_error", `The body is not valid: ${named}.`, "Correct the named fields.", { details })
    : new AppError("invalid_parameters", `The parameters are not valid: ${named}.`, "Correct the named parameters.", {
        details,
      });
}

/** What Fastify refuses before a route sees it. */
const refused: Record<string, AppError> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new AppError(
    "unsupported_media_type",
    "The body's content type is not known here.",
    "Send application/json. A trigger also takes application/x-ndjson and application/x-www-form-urlencoded.",
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: new AppError(
    "bad_request",
    "The body is empty.",
    "Send a JSON value, or no content type.",
  ),
};

const tooLarge = ({ routeOptions }: FastifyRequest): AppError =>
  new AppError(
    "payload_too_large",
    `The body is larger than ${routeOptions.bodyLimit} bytes, which is the most that is taken here.`,
    "Send fewer records at once. Nothing of it was stored.",
  );

/** The database refused a value that nothing before it knows to be wrong, as a character that no text can hold. */
const notStorable = ({ method }: FastifyRequest): AppError =>
  new AppError(
    method === "GET" || method === "HEAD" ? "invalid_parameters" : "validation_error",
    "The request holds a value that cannot be stored or looked for, for instance the character NUL.",
    "Correct it and send the request again.",
  );

const noRoom = new AppError(
  "insufficient_storage",
  "There is no room left to store this. Nothing of it was stored.",
  "Send it again once the operator has made room on the disk.",
  { retryAfter: 60 },
);

const unheardOf = new AppError("not_found", "There is nothing at this address.", "Check the id that it names.");

/** The error as the caller is told of it; what we did not foresee is told without its inner parts. */
function toAppError(error: FastifyError, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return invalidInput(error, error.validation.flatMap(detailsOf));
  }
  if (error.code === "FST_ERR_MAX_PARAM_LENGTH") return unheardOf;
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return tooLarge(request);
  const known = refused[error.code];
  if (known !== undefined) return known;
  if (isDuplicate(error)) {
    return new AppError("already_exists", "Something of this name exists already.", "Choose another name.");
  }
  if (isRefusedValue(error)) return notStorable(request);
  if (isStorageFull(error)) return noRoom;
  if (isUnavailable(error)) {
    return new AppError("unavailable", "The database cannot be reached.", "Send the request again in a few seconds.", {
      retryAfter: 5,
    });
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new AppError(
      "bad_request",
      `The request cannot be read: ${error.message}.`,
      "Correct it and send it again.",
    );
  }
  return new AppError(
    "internal_error",
    "Something went wrong on our side.",
    "Send the request again. If it keeps failing, tell the operator the X-Request-Id of this answer.",
    { cause: error },
  );
}

/** Answers an error in the contract's shape, and logs those that are ours. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const told = toAppError(error, request);
  if (told.status >= 500) request.log.error({ reqId: request.id, err: error, code: told.code }, "request failed");
  if (told.retryAfter !== null) reply.header("Retry-After", String(told.retryAfter));
  reply.code(told.status).send(told.toBody());
}
