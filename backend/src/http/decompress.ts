import type { Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError } from "../errors.ts";
import type { App } from "./app-type.ts";

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

const unknownEncoding = (encoding: string) =>
  new AppError(
    "unsupported_media_type",
    `The body's encoding ${encoding} is not known here.`,
    `Send it as it is, or as ${Object.keys(decoders).join(", ")}.`,
  );

/** Bodies may come compressed. The limit of a body holds for what it is unpacked: a small one cannot hide a large one. */
export function decompressBodies(app: App): void {
  app.addHook("preParsing", (request, _reply, payload, done) => {
    const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
    if (encoding === "identity" || encoding === "") return done(null, payload);
    const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
    if (decoder === undefined) return done(unknownEncoding(encoding));
    // The server compares what arrived with the length that was announced.
    const unpacked = Object.assign(decoder(), { receivedEncodedLength: 0 });
    payload.on("data", (chunk: Buffer) => {
      unpacked.receivedEncodedLength += chunk.length;
    });
    payload.once("error", (error) => unpacked.destroy(error));
    // An answer to what cannot be unpacked arrives only if the rest is taken from the line.
    unpacked.once("close", () => payload.resume());
    done(null, payload.pipe(unpacked));
  });
}
