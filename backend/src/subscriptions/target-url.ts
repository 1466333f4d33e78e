import { isIP } from "node:net";
import { AppError } from "../errors.ts";

const longest = 2048;

const operatorHint = "The operator of this service can allow others by the setting ALLOW_PRIVATE_TARGETS.";

const refusal = (message: string, description: string): AppError =>
  new AppError("validation_error", `The target URL ${message}.`, description, {
    details: [{ field: "targetUrl", message }],
  });

/** Names that never stand for a public host: those without a dot, and those that are kept for local use. */
const isLocalName = (hostname: string): boolean =>
  !hostname.includes(".") || /\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/.test(hostname);

/**
 * Checks where a subscription wants its events sent. What a public name stands for is checked at every connection.
 *
 * @param allowPrivateTargets Whether the operator allows http, addresses, and names of this machine and its network.
 * @returns The target as it was given, without blanks around it.
 * @throws AppError `validation_error` on `targetUrl`.
 */
export function checkTargetUrl(given: string, allowPrivateTargets: boolean): string {
  const text = given.trim();
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || text.length > longest) {
    throw refusal(
      url === null ? "is no URL" : `is longer than ${longest} characters`,
      "Give the full address that events are to be sent to, for instance https://example.com/hooks/123.",
    );
  }
  if (url.protocol !== "https:" && !(allowPrivateTargets && url.protocol === "http:")) {
    throw refusal("does not begin with https://", `Give an address that begins with https://. ${operatorHint}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refusal(
      "contains a user name or a password",
      "Leave it out: deliveries are signed, and the receiver knows them by the signature.",
    );
  }
  if (allowPrivateTargets) return text;
  // The parser has turned every other spelling of an address (decimal, hexadecimal, octal) into its usual one.
  const hostname = url.hostname.replace(/\.$/, "");
  if (hostname.startsWith("[") || isIP(hostname) !== 0) {
    throw refusal("names an address instead of a host", `Give the name of a public host. ${operatorHint}`);
  }
  if (isLocalName(hostname)) {
    throw refusal("names a host that is not public", `Give the name of a public host. ${operatorHint}`);
  }
  return text;
}
