import type { Transport, TransportResponse } from "@firstquadrant/core-client";
import type { RawHttpResponse, ZObject } from "zapier-platform-core";

/** A step has 30 seconds in all; two requests that get no answer must fit, so that the step can still say so. */
const timeoutMs = 13_000;

/**
 * Makes the client's requests through Zapier, which logs them with the credentials left out.
 *
 * An address that redirects is not followed: the API never does, and the credentials stay where they belong. Answers
 * are asked for raw, because Zapier logs all others whole, and an import's answer has the address of its trigger:
 * whoever knows it may send contacts.
 */
export function zapierTransport(z: ZObject): Transport {
  return async ({ method, url, headers, body }) => {
    const response = await z.request(url, {
      method,
      headers,
      raw: true,
      redirect: "manual",
      timeout: timeoutMs,
      skipThrowForStatus: true,
      ...(body !== undefined && { body: writeJson(body) }),
    });
    return readAnswer(response);
  };
}

/** Reads an answer that was asked for raw. */
export const readAnswer = async (response: RawHttpResponse): Promise<TransportResponse> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers.entries()),
  body: readJson(await response.text()),
});

/**
 * Zapier takes `{{bundle…}}` in a request for a mistake of the integration and refuses it. In a contact's values it
 * is just text, so the second brace is written in JSON's other spelling; outside of text, JSON never has two.
 */
function writeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("{{", "{\\u007b");
}

function readJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
