import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { listen } from "./listen.ts";

/** A file at an address, as a test sets it. */
export interface ServedFile {
  url: string;
  text: string;
  /** Whether its version is told and compared: by an ETag. */
  hasVersion: boolean;
  /** Answered instead of the file, when it is no 200. */
  status: number;
  /** The headers of the requests for it, in their order. */
  requests: IncomingHttpHeaders[];
  /** Awaited before each answer. */
  held: Promise<void>;
}

/** Serves files on this machine. */
export async function startFileServer() {
  const files = new Map<string, ServedFile>();
  const server = createServer(async (request, response) => {
    const file = files.get(new URL(request.url ?? "", "http://files").pathname);
    file?.requests.push(request.headers);
    await file?.held;
    const etag = `"${createHash("sha256")
      .update(file?.text ?? "")
      .digest("hex")}"`;
    const isSame = file?.hasVersion === true && request.headers["if-none-match"] === etag;
    response.statusCode = isSame ? 304 : (file?.status ?? 404);
    if (file?.hasVersion === true) response.setHeader("ETag", etag);
    response.end(isSame ? undefined : file?.text);
  });
  const origin = await listen(server);
  return {
    serve: (name: string, text: string): ServedFile => {
      const file = {
        url: `${origin}/${name}.csv?secret=s3cret`,
        text,
        hasVersion: true,
        status: 200,
        requests: [],
        held: Promise.resolve(),
      };
      files.set(`/${name}.csv`, file);
      return file;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
