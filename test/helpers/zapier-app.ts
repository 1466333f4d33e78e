import http from "node:http";
import https from "node:https";
import { afterAll, afterEach, beforeAll, expect } from "@jest/globals";
import nock from "nock";
import { type Bundle, createAppTester, type ZObject } from "zapier-platform-core";
import app from "../../zapier-app/src/index.ts";

export { app };

const tester = createAppTester(app);

const baseMeta = {
  isBulkRead: false,
  isFillingDynamicDropdown: false,
  isLoadingSample: false,
  isPopulatingDedupe: false,
  isTestingAuth: false,
  limit: -1,
  page: 0,
  timezone: "UTC",
  inputFields: {},
};

type Call = Partial<Omit<Bundle, "meta">> & { meta?: Partial<Bundle["meta"]> };

/** Calls a function of the integration in this process, with Zapier's own runtime around it. */
export const appTester = <Result>(
  run: (z: ZObject, bundle: Bundle) => Result | Promise<Result>,
  call: Call = {},
): Promise<Result> => tester(run, { authData, ...call, meta: { ...baseMeta, ...call.meta } });

export const origin = "https://api.us.firstquadrant.ai";
export const apiKey = "fqa_01jd6zqkx2f8m3v5n7p9r1t4w6SecretOfTheKey";
export const authData = { baseUrl: origin, apiKey, organizationId: "org_01jd6zqkx2f8m3v5n7p9r1t4w6" };

/** The API, as the integration must ask it: with who is asking. */
export const api = () =>
  nock(`${origin}/v5`, {
    reqheaders: { authorization: `Bearer ${apiKey}`, "firstquadrant-organization-id": authData.organizationId },
  });

/** An error answer, as the API words it. */
export const errorBody = (
  status: number,
  code: string,
  message: string,
  description = "",
  details: { field: string; message: string }[] = [],
) => ({ code, status, message, description, details });

export interface Failure {
  name: string;
  /** All that is said, however Zapier packs it. */
  raw: string;
  /** What a person reads. */
  message: string;
  delay?: number;
}

/** What a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const packed = error.message.startsWith("{") ? JSON.parse(error.message) : { message: error.message };
    return { name: error.name, raw: error.message, ...packed };
  }
  throw new Error("It was expected to fail, and did not.");
}

/** For each file that calls the integration: the API is nock's, and every answer that was prepared is asked for. */
export function useApi(): void {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => {
    const unasked = nock.pendingMocks();
    nock.cleanAll();
    expect(unasked).toEqual([]);
  });
  // Both nock and Zapier's runtime put themselves into Node's http, which all test files of one process share. The
  // next file has a nock and a runtime of its own, and finds http as if nobody had been there.
  afterAll(() => {
    nock.restore();
    for (const shared of [http, https]) Object.assign(shared, { patchedByZapier: false });
  });
}
