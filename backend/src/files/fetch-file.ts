import type { Readable } from "node:stream";
import { Agent, request } from "undici";
import { createGuardedConnector } from "../deliveries/connector.ts";
import { AppError } from "../errors.ts";
import { checkTargetUrl } from "../subscriptions/target-url.ts";

const timeoutMs = 30_000;

const failed = (url: string, message: string): AppError =>
  new AppError(
    "validation_error",
    `The file could not be fetched: ${message}.`,
    "Check that anybody can download it.",
    {
      details: [{ field: "url", message: `${new URL(url).host} ${message}` }],
    },
  );

/**
 * Begins to download a file. As for targets of subscriptions, the address must be public and https, and redirects are
 * not followed, unless the operator allows private targets.
 *
 * @throws AppError `validation_error` on `url`.
 */
export async function fetchFile(url: string, allowPrivateTargets: boolean): Promise<Readable> {
  const address = checkTargetUrl(url, allowPrivateTargets);
  const connect = allowPrivateTargets ? { timeout: timeoutMs } : createGuardedConnector({ timeoutMs });
  const dispatcher = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  try {
    const { statusCode, body } = await request(address, { dispatcher });
    if (statusCode !== 200) {
      await body.dump();
      throw failed(address, `answered ${statusCode}`);
    }
    body.once("close", () => void dispatcher.close());
    return body;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw failed(address, error instanceof Error ? error.message : "gave no answer");
  }
}
