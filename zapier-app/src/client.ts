import { type Client, createClient } from "@firstquadrant/core-client";
import type { Bundle, ZObject } from "zapier-platform-core";
import { readBaseUrl } from "./base-url.ts";
import { zapierTransport } from "./transport.ts";

/** Where a connection leads to. */
export function baseUrlOf(z: ZObject, bundle: Bundle): string {
  const baseUrl = readBaseUrl(bundle.authData.baseUrl);
  if (baseUrl !== null) return baseUrl;
  throw new z.errors.Error(
    "The base URL of this FirstQuadrant connection is not usable. It must start with https:// and hold nothing but the address, for instance https://api.us.firstquadrant.ai. Reconnect FirstQuadrant with the right one.",
    "invalid_base_url",
  );
}

/** The client of a connection. Who it is stands in each request's headers, set for all requests in `authentication.ts`. */
export function clientFor(z: ZObject, bundle: Bundle): Client {
  return createClient({ transport: zapierTransport(z), baseUrl: baseUrlOf(z, bundle) });
}
