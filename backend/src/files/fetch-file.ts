import { PassThrough, type Readable } from "node:stream";
import { Agent, type Dispatcher, request } from "undici";
import { createGuardedConnector } from "../deliveries/connector.ts";
import { describeError } from "../deliveries/describe-error.ts";
import { AppError } from "../errors.ts";
import { checkSourceUrl } from "./check-source-url.ts";
import type { Fetched } from "./fetched-file.ts";

const timeoutMs = 30_000;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

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

interface FetchOptions {
  allowPrivateTargets: boolean;
  known?: Fetched | null;
  signal?: AbortSignal;
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

/** Where a redirect leads to, checked as if it had been given. */
function nextOf(url: string, { statusCode, headers }: Dispatcher.ResponseData, allowPrivateTargets: boolean): string {
  const location = textOf(headers.location);
  if (location === null || !URL.canParse(location, url)) {
    throw failed(url, `The target answered ${statusCode}, and not where to look instead.`);
  }
  try {
    return checkSourceUrl(new URL(location, url).href, allowPrivateTargets, "url");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw failed(url, `The target redirects to an address that ${error.details[0]?.message ?? "cannot be used"}.`);
  }
}

/** Asks for a file, and follows redirects; where each leads to is checked anew. */
async function ask(
  url: string,
  dispatcher: Agent,
  { allowPrivateTargets, known, signal }: FetchOptions,
): Promise<{ url: string; answer: Dispatcher.ResponseData }> {
  const headers = {
    ...(known?.etag != null && { "if-none-match": known.etag }),
    ...(known?.lastModified != null && { "if-modified-since": known.lastModified }),
  };
  let present = url;
  for (let followed = 0; followed <= mostRedirects; followed += 1) {
    const asked = present;
    const answer = await request(asked, { dispatcher, headers, signal: signal ?? null }).catch((error: unknown) => {
      throw failed(asked, describeError(error));
    });
    if (!redirects.has(answer.statusCode)) return { url: asked, answer };
    answer.body.once("error", () => undefined).destroy();
    present = nextOf(asked, answer, allowPrivateTargets);
  }
  throw failed(url, `The target redirects more than ${mostRedirects} times.`);
}

/**
 * Begins to download a file. As for targets of subscriptions, the address must be public and https, and so must be every
 * other that it redirects to, unless the operator allows private targets.
 *
 * @param options.known The version that is there already: only another one is wanted.
 * @throws AppError `validation_error` on `url`.
 */
export async function fetchFile(url: string, options: FetchOptions): Promise<Fetching> {
  const { allowPrivateTargets, known } = options;
  const given = checkSourceUrl(url, allowPrivateTargets, "url");
  const connect = allowPrivateTargets ? { timeout: timeoutMs } : createGuardedConnector({ timeoutMs });
  const dispatcher = new Agent({ connect, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const { url: address, answer } = await ask(given, dispatcher, options).catch(async (error: unknown) => {
    await dispatcher.close();
    throw error;
  });
  const { statusCode, headers, body } = answer;
  body.once("close", () => void dispatcher.close());
  // Where it leads to may be another address each time, and is not kept.
  const from = { url: given, etag: textOf(headers.etag), lastModified: textOf(headers["last-modified"]) };
  if (statusCode === 200) return { from, bytes: explained(body, address) };
  body.once("error", () => undefined).destroy();
  if (statusCode === 304 && known != null) return { from: known, bytes: null };
  throw failed(address, `The target answered ${statusCode}.`);
}
