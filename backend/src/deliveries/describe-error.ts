import { PrivateTargetError } from "./connector.ts";

interface Facts {
  name: string;
  code: string;
  /** Those of the single tries, where several addresses were tried. */
  errors: readonly unknown[];
}

function factsOf(error: unknown): Facts {
  if (typeof error !== "object" || error === null) return { name: "", code: "", errors: [] };
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    name: "name" in error ? text(error.name) : "",
    code: "code" in error ? text(error.code) : "",
    errors: "errors" in error && Array.isArray(error.errors) ? error.errors : [],
  };
}

const sentences: Record<string, string> = {
  ENOTFOUND: "The target's host is not known.",
  EAI_AGAIN: "The target's host could not be looked up.",
  ECONNREFUSED: "The target refused the connection.",
  ECONNRESET: "The target broke the connection off.",
  EPIPE: "The target broke the connection off.",
  EHOSTUNREACH: "The target could not be reached.",
  ENETUNREACH: "The target could not be reached.",
  UND_ERR_SOCKET: "The target broke the connection off.",
  UND_ERR_CONNECT_TIMEOUT: "The target could not be reached in time.",
  ETIMEDOUT: "The target could not be reached in time.",
  UND_ERR_HEADERS_TIMEOUT: "The target did not answer in time.",
  UND_ERR_HEADERS_OVERFLOW: "The target's answer had too many headers.",
  CERT_HAS_EXPIRED: "The target's certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "The target's certificate is signed by nobody known.",
  SELF_SIGNED_CERT_IN_CHAIN: "The target's certificate is signed by nobody known.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The target's certificate is signed by nobody known.",
  ERR_TLS_CERT_ALTNAME_INVALID: "The target's certificate is for another host.",
};

/** Says why no answer arrived, to whoever looks at the delivery; an error's own words may name addresses inside. */
export function describeError(error: unknown): string {
  if (error instanceof PrivateTargetError) return error.message;
  const { name, code, errors } = factsOf(error);
  if (name === "TimeoutError") return "The target did not answer in time.";
  const sentence = sentences[code];
  if (sentence !== undefined) return sentence;
  if (errors.length > 0) return describeError(errors[0]);
  return name === "HTTPParserError" ? "The target's answer is no HTTP." : `No answer arrived (${code || name}).`;
}
