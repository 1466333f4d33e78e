import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { listen } from "../helpers/listen.ts";
import { startZapierHost, type ZapierHost } from "../helpers/zapier-host.ts";
import { LambdaError } from "../helpers/zapier-lambda-error.ts";
import { zapierZip } from "../helpers/zapier-zip.ts";

/** What a service answers to each request, whatever it is. */
interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const steps = {
  create_contact: { import_id: "imp_1", email: "ada@example.com" },
  update_contact: { email: "ada@example.com", firstName: "Ada" },
  create_contacts: { import_id: "imp_1", contacts: [{ email: "ada@example.com" }] },
  start_import: { name: "News" },
  complete_import: { import_id: "imp_1" },
  import_file: { import_id: "imp_1" },
  validate_contact: { import_id: "imp_1", email: "ada@example.com" },
} as const;

const apiKey = "fqa_01jd6zqkx2f8m3v5n7p9r1t4w6SecretOfTheKey";

const error = (status: number, code: string, message: string, details: object[] = []): Answer => ({
  status,
  body: { code, status, message, description: "For programmers: POST /v5/something.", details },
});

let zapier: ZapierHost;
let service: Server;
let baseUrl: string;
let answer: Answer | null;

beforeAll(async () => {
  zapier = await startZapierHost(await zapierZip());
  service = createServer((request, response) => {
    if (request.url === "/people.csv") response.end("Email\nada@example.com");
    else if (answer === null) request.socket.destroy();
    else {
      const { status, headers, body } = answer;
      response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));
    }
  });
  baseUrl = await listen(service);
}, 300_000);

beforeEach(() => {
  answer = null;
});

afterAll(async () => {
  service?.closeAllConnections();
  service?.close();
  await zapier?.stop();
});

/** What a step fails with when it is answered so. */
async function failureOf(key: keyof typeof steps, given: Answer | null): Promise<LambdaError> {
  answer = given;
  const inputData = { ...steps[key], ...(key === "import_file" && { file: `${baseUrl}/people.csv` }) };
  const authData = { baseUrl, apiKey, organizationId: "org_1" };
  try {
    await zapier.call(`creates.${key}.operation.perform`, authData, { inputData });
  } catch (failed) {
    if (failed instanceof LambdaError) return failed;
    throw failed;
  }
  throw new Error("It was expected to fail, and did not.");
}

const isStep = (key: string): key is keyof typeof steps => Object.hasOwn(steps, key);

test("every action is tried here", async () => {
  const { creates } = await zapier.definition();
  expect(Object.keys(creates ?? {}).toSorted()).toEqual(Object.keys(steps).toSorted());
});

describe.each(Object.keys(steps).filter(isStep))("%s", (key) => {
  test("401: the connection is to be made again", async () => {
    const failed = await failureOf(key, error(401, "invalid_token", "The API key was revoked."));
    expect(failed.type).toBe("ExpiredAuthError");
    expect(failed.said).toMatch(/Reconnect FirstQuadrant/);
  });

  test("403: names the scope that is missing", async () => {
    const scope = "urn:firstquadrant:import:*:write";
    const failed = await failureOf(key, error(403, "missing_scopes", `The key lacks the scope ${scope}.`));
    expect([failed.type, failed.said]).toEqual(["AppError", expect.stringContaining(`lacks the scope ${scope}. Give`)]);
  });

  test("409: explains the import's state and what helps", async () => {
    const failed = await failureOf(key, error(409, "import_completed", 'The import "News" is completed.'));
    expect(failed.said).toMatch(/^The import "News" is completed\. Start it again .* or choose another import/);
  });

  test("422: names the field by its label", async () => {
    const details = [{ field: "company.employeesCount", message: "is no number" }];
    const failed = await failureOf(key, error(422, "validation_error", "No.", details));
    expect(failed.said).toBe("FirstQuadrant cannot take these values. Number of Employees is no number.");
  });

  test("429: waits as long as the answer says", async () => {
    const failed = await failureOf(key, {
      ...error(429, "rate_limited", "Too many."),
      headers: { "Retry-After": "17" },
    });
    expect(failed.type).toBe("ThrottledError");
    expect(JSON.parse(failed.message.replace(/^\w+: /, ""))).toMatchObject({ delay: 17 });
  });

  test("503, and no answer at all: is tried again by Zapier", async () => {
    for (const given of [error(503, "unavailable", "Restarting."), null]) {
      const failed = await failureOf(key, given);
      expect(failed.type).toBe("ThrottledError");
      expect(failed.said).toMatch(/Zapier tries this step again/);
    }
  });

  test("tells no secret, not even one that an answer repeats", async () => {
    const trigger = "https://api.us.firstquadrant.ai/v5/imports/imp_1/trigger/h4sh";
    const told = `of ${apiKey}, whsec_C2FmZQ== and ${trigger}`;
    const failed = await failureOf(key, error(422, "validation_error", told, [{ field: "email", message: told }]));
    for (const secret of ["SecretOfTheKey", "C2FmZQ", "h4sh"]) {
      expect(`${failed.message} ${failed.trace}`).not.toContain(secret);
      expect(zapier.logs()).not.toContain(secret);
    }
  });
});
