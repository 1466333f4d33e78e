import type { AxiosInstance } from "axios";
import type { Transport } from "../transport.ts";

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const textOf = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));

/**
 * Makes the client's requests through axios, with the instance's own settings: proxy, timeout, interceptors. Every
 * status is an answer, and a redirect is one too: the API sends none, and credentials must not follow one.
 */
export function axiosTransport(axios: Pick<AxiosInstance, "request">): Transport {
  return async ({ method, url, headers, body }) => {
    const response = await axios.request<string>({
      method,
      url,
      headers,
      ...(body !== undefined && { data: JSON.stringify(body) }),
      // The body is written and read here, so that an instance's own ways to do so do not matter.
      responseType: "text",
      transformRequest: [(data) => data],
      transformResponse: [(data) => data],
      validateStatus: () => true,
      maxRedirects: 0,
    });
    const received = Object.entries(response.headers).filter(([, value]) => value !== undefined && value !== null);
    return {
      status: response.status,
      headers: Object.fromEntries(received.map(([name, value]) => [name.toLowerCase(), textOf(value)])),
      body: parse(response.data),
    };
  };
}
