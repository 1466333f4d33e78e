import { type Client, createClient } from "@firstquadrant/core-client";
import { axiosTransport } from "@firstquadrant/core-client/axios";
import axios from "axios";
import type { Backend } from "./backend.ts";

/** A client of a backend, over real HTTP. */
export const clientOf = ({ url, apiKey, organizationId }: Pick<Backend, "url" | "apiKey" | "organizationId">): Client =>
  createClient({ transport: axiosTransport(axios.create()), baseUrl: url, apiKey, organizationId });

/** An answer as a test looks at it. */
export interface Answer {
  status: number;
  headers: Headers;
  body: ReturnType<typeof JSON.parse>;
}

/** Sends one request as it is given, for what a client would not send. */
export async function send(
  backend: Pick<Backend, "url" | "apiKey" | "organizationId">,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${backend.url}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${backend.apiKey}`,
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}
