import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { AppError } from "../errors.ts";

const tooSlow = new AppError(
  "request_timeout",
  "The request did not arrive in time.",
  "Send it again. Nothing of it was kept, except by an upload that can be resumed.",
);

const tooLong = new AppError(
  "bad_request",
  "The request's headers are larger than 16 KB.",
  "Send fewer, or shorter ones.",
);

const broken = new AppError(
  "bad_request",
  "What was sent is no HTTP request.",
  "Check what sends it, and that it speaks http and not https here.",
);

const refusals: Record<string, AppError> = { ERR_HTTP_REQUEST_TIMEOUT: tooSlow, HPE_HEADER_OVERFLOW: tooLong };

/** Answers what never became a request, in the contract's shape, and closes its connection. */
export function answerBroken(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  const told = refusals[error.code ?? ""] ?? broken;
  const body = JSON.stringify(told.toBody());
  const head = [
    `HTTP/1.1 ${told.status} ${STATUS_CODES[told.status]}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  if (socket.writable) socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  socket.destroySoon();
}
