import { type ApiError, isApiError, isConnectionError, isRetryable } from "@firstquadrant/core-client";
import type { Bundle, ZObject } from "zapier-platform-core";
import { fieldLabel } from "./fields/field-label.ts";

/** What a person can do about it in Zapier, where the API's own advice is for programmers. */
const remedies: ReadonlyMap<string, string> = new Map([
  [
    "import_not_running",
    "Start it in FirstQuadrant, or put a Start Import step before this one, then replay this run.",
  ],
  [
    "import_completed",
    "Start it again in FirstQuadrant or with a Start Import step, or choose another import, then replay this run.",
  ],
  ["already_exists", "Give another value, or change the one that is there."],
  ["contact_merged", "It is a part of another contact now: use the email of that one."],
  ["not_found", "What this step points to was deleted, or belongs to another organization. Choose it again."],
  ["payload_too_large", "Put less text into the step's fields."],
]);

/**
 * Makes Zapier's error of whatever went wrong.
 *
 * @param willBeRepeated Whether Zapier holds the step and tries it again, when trying again can help.
 */
export function zapierError(error: unknown, z: ZObject, bundle: Bundle, willBeRepeated: boolean): unknown {
  return bare(isApiError(error) || isConnectionError(error) ? translate(error, z, bundle, willBeRepeated) : error);
}

const platformsOwn = ["ThrottledError", "RefreshAuthError"];

function translate(error: Error, z: ZObject, bundle: Bundle, willBeRepeated: boolean): unknown {
  // The platform answers 429 itself, with the wait that the answer asks for, and 401 where it can refresh a connection;
  // the client saw either as a lost answer.
  if (error.cause instanceof Error && platformsOwn.includes(error.cause.name)) return error.cause;
  const message = withoutSecrets(isApiError(error) ? explain(error) : lostAnswer(bundle), bundle);
  if (isRetryable(error)) {
    if (willBeRepeated) {
      const wait = (isApiError(error) ? error.retryAfter : null) ?? defaultWait();
      return new z.errors.ThrottledError(`${message} Zapier tries this step again in a moment.`, wait);
    }
    return new z.errors.Error(`${message} Try again in a minute.`, "unavailable");
  }
  if (!isApiError(error)) return error;
  if (error.status === 401) return new z.errors.ExpiredAuthError(message);
  return new z.errors.Error(message, error.code, error.status);
}

/** Spread over a minute, since a service that comes back is met by every Zap that waited for it. */
const defaultWait = () => 60 + Math.floor(Math.random() * 60);

function explain(error: ApiError): string {
  if (error.status === 423) return "FirstQuadrant is still busy with the same request.";
  if (error.status >= 500) return `FirstQuadrant could not answer just now (${error.status}).${reference(error)}`;
  if (error.code === "unexpected_response") return `${error.message} ${error.description}`;
  if (error.status === 401) {
    return "FirstQuadrant does not accept this connection's API key: it was revoked, or it is not complete. Reconnect FirstQuadrant in Zapier with a valid key.";
  }
  if (error.code === "missing_scopes") return explainScopes(error);
  if (error.status === 400 || error.status === 422) return explainFields(error);
  return sentences(error.message, remedies.get(error.code) ?? error.description);
}

function explainScopes(error: ApiError): string {
  const said = [error.message, error.description, ...error.details.flatMap((one) => [one.field, one.message])].join(
    " ",
  );
  const scopes = [...new Set(said.match(/urn:firstquadrant:[\w*]+:[\w*]+:[\w*]+/g))];
  const missing = scopes.length === 0 ? "a scope that this step needs" : `the scope ${scopes.join(" and ")}`;
  return `This connection's API key lacks ${missing}. Give the key that scope in FirstQuadrant under Settings > API Keys, or reconnect with a key that has it.`;
}

function explainFields(error: ApiError): string {
  if (error.details.length === 0) return sentences(error.message, error.description);
  const faults = error.details.map(({ field, message }) =>
    field === "" ? message : `${fieldLabel(field)} ${message}`,
  );
  return `FirstQuadrant cannot take these values. ${sentences(...faults)}`;
}

function lostAnswer(bundle: Bundle): string {
  const typed = bundle.authData.baseUrl;
  const host = typed !== undefined && URL.canParse(typed) ? new URL(typed).host : "FirstQuadrant";
  return `No answer came from ${host}. If this goes on, check the base URL of this connection.`;
}

const reference = (error: ApiError) =>
  error.requestId === null ? "" : ` If this goes on, tell FirstQuadrant's support the request ID ${error.requestId}.`;

/** Ends each part as a sentence. */
const sentences = (...parts: readonly string[]) =>
  parts
    .filter((part) => part !== "")
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");

/** An answer may repeat what it was sent. */
function withoutSecrets(message: string, bundle: Bundle): string {
  const apiKey = bundle.authData.apiKey?.trim();
  const withoutKey = apiKey ? message.replaceAll(apiKey, "…") : message;
  return withoutKey.replace(/\b(?:fq[aors]_|whsec_)[\w+/=-]+|(?<=\/trigger\/)[\w-]+/g, "…");
}

/**
 * Zapier adds to an error's message what happened before it, with all that it handed over, a subscription's secret
 * included. This mark keeps the message as it is.
 */
function bare(error: unknown): unknown {
  return error instanceof Error ? Object.assign(error, { doNotContextify: true }) : error;
}
