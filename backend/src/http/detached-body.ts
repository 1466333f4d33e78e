import { type Readable, Transform } from "node:stream";
import { AppError } from "../errors.ts";

/** What is packed may unpack to this many bytes, and to more only while it is not suspiciously small for it. */
const freely = 100 * 1024 * 1024;
const mostTimes = 100;

const cutOff = (cause: Error) =>
  new AppError(
    "bad_request",
    "The connection broke off before the whole body was here.",
    "Send it again. Nothing of it was kept, except by an upload that can be resumed.",
    { cause },
  );

const notPacked = (cause: Error) =>
  new AppError(
    "bad_request",
    "The body is not compressed as its Content-Encoding says, or its end is missing.",
    "Compress it anew, or send it as it is.",
    { cause },
  );

const swollen = () =>
  new AppError(
    "payload_too_large",
    `The body unpacks to more than ${mostTimes} times its size.`,
    "Send it as it is, without Content-Encoding.",
  );

function toAppError(error: Error): Error {
  const code = "code" in error ? String(error.code) : "";
  if (code.startsWith("Z_") || code.startsWith("ERR__ERROR_FORMAT")) return notPacked(error);
  return code === "ECONNRESET" ? cutOff(error) : error;
}

/**
 * A body of any size, apart from its connection: whoever gives it up half-way, as when the disk is full, can still
 * answer. What comes after that is thrown away, since most clients read no answer before they have sent everything.
 */
export function detachedBody(payload: Readable & { receivedEncodedLength?: number }): Readable {
  let size = 0;
  const body = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      size += chunk.length;
      const { receivedEncodedLength: packed } = payload;
      if (packed !== undefined && size > freely && size > packed * mostTimes) done(swollen());
      else done(null, chunk);
    },
  });
  // It may break before anybody reads it: whoever does is told then.
  body.on("error", () => undefined);
  payload.once("error", (error) => body.destroy(toAppError(error)));
  body.once("close", () => payload.resume());
  return payload.pipe(body);
}
