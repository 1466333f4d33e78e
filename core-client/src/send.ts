import { ConnectionError, errorFromResponse } from "./errors.ts";
import { type ApiRequest, urlOf } from "./request.ts";
import type { Transport } from "./transport.ts";

/** Sends a call and answers with its body. */
export type Send = <Body>(request: ApiRequest) => Promise<Body>;

/**
 * Binds a transport to a place and an identity.
 *
 * @param headers Sent with every call, before the call's own.
 * @returns A function that resolves with the body of a 2xx answer, throws `ApiError` for any other answer, and
 *   `ConnectionError` when none arrived.
 */
export function createSend(transport: Transport, baseUrl: string, headers: Record<string, string>): Send {
  return async <Body>(request: ApiRequest): Promise<Body> => {
    const url = urlOf(baseUrl, request);
    const hasBody = request.body !== undefined;
    const response = await transport({
      method: request.method,
      url,
      headers: {
        Accept: "application/json",
        ...(hasBody && { "Content-Type": "application/json" }),
        ...headers,
        ...request.headers,
      },
      ...(hasBody && { body: request.body }),
    }).catch((cause: unknown) => {
      throw new ConnectionError(url, cause);
    });
    if (response.status >= 200 && response.status < 300) return response.body as Body;
    throw errorFromResponse(response, new Date());
  };
}
