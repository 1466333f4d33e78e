import { hash } from "node:crypto";
import type { App } from "./app-type.ts";

/** The day of the contract's present form, as published in the header `Version`. */
const versionDate = "2026-11-22";

/** Tells one state of an answer from another. */
export const etagOf = (body: string): string => `"${hash("sha256", body, "base64url").slice(0, 27)}"`;

/** The headers that every answer has. A GET whose answer the caller has already is answered without its body. */
export function addResponseHeaders(app: App, commit: string): void {
  const version = `firstquadrant.ai-${versionDate}-${commit}`;
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("X-Request-Id", request.id);
    reply.header("Version", version);
    done();
  });
  app.addHook("onSend", (request, reply, payload, done) => {
    if (typeof payload !== "string" || reply.statusCode >= 300) return done(null, payload);
    const etag = etagOf(payload);
    reply.header("ETag", etag);
    const known = request.headers["if-none-match"]?.split(",").map((one) => one.trim().replace(/^W\//, "")) ?? [];
    if (request.method !== "GET" || !(known.includes(etag) || known.includes("*"))) return done(null, payload);
    reply.code(304).removeHeader("Content-Type");
    done(null, "");
  });
}
