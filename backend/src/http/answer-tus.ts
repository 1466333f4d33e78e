import { Readable } from "node:stream";
import { type Locker, Server } from "@tus/server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { TusStore } from "./tus-store.ts";

const version = "1.0.0";

/** What the protocol's own answers are called here. */
function toAppError(status: number, message: string): AppError {
  const said = message.trim().replace(/\.?$/, ".");
  switch (status) {
    case 404:
    case 410:
      return new AppError("not_found", said, "Create an upload anew: POST /imports/{id}/uploads.");
    case 409:
      return new AppError("offset_mismatch", said, "Ask where to go on: HEAD of the upload. Then send what follows.");
    case 412:
      return new AppError("precondition_failed", said, `Speak tus ${version}: send the header Tus-Resumable.`);
    case 413:
      return new AppError("payload_too_large", said, "Send no more bytes than Upload-Length said.");
    case 500:
      return new AppError("resource_locked", said, "Another request works on this upload. Try again.", {
        retryAfter: 5,
      });
    default:
      return new AppError(
        "bad_request",
        said,
        "The protocol is described at https://tus.io/protocols/resumable-upload.",
      );
  }
}

function toWebRequest({ method, url, headers, body }: FastifyRequest): Request {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, String(value));
  const init = { method, headers: sent };
  const address = new URL(url, "http://localhost");
  return body instanceof Readable
    ? new Request(address, { ...init, body: Readable.toWeb(body), duplex: "half" })
    : new Request(address, init);
}

/**
 * Answers a request of the tus protocol. Its headers are the protocol's; its errors have our shape.
 *
 * @param uploads The address of the import's uploads, as others reach it.
 * @param id Of the upload; null where there is none yet.
 */
export async function answerTus(
  request: FastifyRequest,
  reply: FastifyReply,
  { store, locker, uploads, id }: { store: TusStore; locker: Locker; uploads: string; id: string | null },
): Promise<Response> {
  const failures: unknown[] = [];
  const server = new Server({
    path: "/",
    datastore: store,
    locker,
    namingFunction: () => newId("upl"),
    generateUrl: (_request, { id: created }) => `${uploads}/${created}`,
    getFileIdFromRequest: () => id ?? undefined,
    onResponseError: (_request, error) => {
      failures.push(error);
      return undefined;
    },
  });
  reply.headers({ "Tus-Resumable": version, "Tus-Version": version });
  const response = await server.handleWeb(toWebRequest(request));
  if (response.status >= 400) {
    const [failure] = failures;
    throw failure instanceof Error ? failure : toAppError(response.status, await response.text());
  }
  for (const [name, value] of response.headers) {
    if (!name.startsWith("access-control-") && !name.startsWith("content-")) reply.header(name, value);
  }
  if (store.fileId !== null) reply.header("FirstQuadrant-File-ID", store.fileId);
  return response;
}
