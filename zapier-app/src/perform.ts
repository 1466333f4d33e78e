import type { Client } from "@firstquadrant/core-client";
import type { Bundle, ZObject } from "zapier-platform-core";
import { clientFor } from "./client.ts";
import { zapierError } from "./errors.ts";

/** What an item does: with a client of the connection, and what Zapier hands over. */
export type Run<Result> = (client: Client, z: ZObject, bundle: Bundle) => Promise<Result>;

/**
 * Makes a Zapier function of what an item does. Whatever goes wrong comes out in words for the person whose Zap it is.
 *
 * @param isStep True for what runs as a step of a live Zap, which Zapier can hold and try again.
 */
export const perform =
  <Result>(run: Run<Result>, { isStep = false } = {}) =>
  async (z: ZObject, bundle: Bundle): Promise<Result> => {
    try {
      return await run(clientFor(z, bundle), z, bundle);
    } catch (error) {
      throw zapierError(error, z, bundle, isStep && !bundle.meta.isLoadingSample);
    }
  };
