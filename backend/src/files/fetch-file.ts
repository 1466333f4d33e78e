import { PassThrough, type Readable } from "node:stream";
import { Agent, request } from "undici";
import { createGuardedConnector } from "../deliveries/connector.ts";
import { describeError } from "../deliveries/describe-error.ts";
import { AppError } from "../errors.ts";
import { checkSourceUrl } from "./check-source-url.ts";
import type { Fetched } from "./fetched-file.ts";

const timeoutMs = 30_000;

const failed = (url: string, reason: string): AppError =>
  new AppError(
    "validation_error",
    `The file could not be fetched from ${new URL(url).host}. ${reason}`,
    "Check that anybody can download it.",
    { details: [{ field: "url", message: reason }] },
  );

const textOf = (header: string | string[] | undefined): string | null => (typeof header === "string" ? header : null);

/** A file that is being downloaded: where from, and its bytes; null when it is still of the known version. */
export interface Fetching {
  from: Fetched;
  bytes: Readable | null;
}

/** The same bytes; where they break off, the error says whose fault it is. */
function explained(body: Readable, url: string): Readable {
  const bytes = new PassThrough();
  // They may break off before anybody reads them: whoever does is told then.
  bytes.on("error", () => undefined);
  body.once("error", (error) => bytes.destroy(failed(url, describeError(error))));
  bytes.once("close", () => body.destroy());
  return body.pipe(bytes);
}

/**
 * Begins to download a file. As for targets of subscriptions, the address must be public and https, and redirects are
 * not followed, unless the operator allows private targets.
 *
 * @param options.known The version that is there already: only another one is wanted.
 * @throws AppError `validation_error` on `url`.
 */
export async function fetchFile(
  url: string,
  {
    allowPrivateTargets,
    known,
    signal,
  }: { allowPrivateTargets: boolean; known?: Fetched | null; signal?: AbortSignal },
): Promise<Fetching> {
  const address = checkSourceUrl(url, allowPrivateTargets, "url");
  const connect = allowPrivateTargets ? { timeout: timeoutMs } : createGuardedConnector({ timeoutMs });
  const dispatcher = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const conditions = {
    ...(known?.etag != null && { "if-none-match": known.etag }),
    ...(known?.lastModified != null && { "if-modified-since": known.lastModified }),
  };
  const { statusCode, headers, body } = await request(address, {
    dispatcher,
    headers: conditions,
    signal: signal ?? null,
  }).catch(async (error: unknown) => {
    await dispatcher.close();
    throw failed(address, describeError(error));
  });
  body.once("close", () => void dispatcher.close());
  const from = { url: address, etag: textOf(headers.etag), lastModified: textOf(headers["last-modified"]) };
  if (statusCode === 200) return { from, bytes: explained(body, address) };
  body.once("error", () => undefined).destroy();
  if (statusCode === 304 && known != null) return { from: known, bytes: null };
  throw failed(address, `The target answered ${statusCode}.`);
}
