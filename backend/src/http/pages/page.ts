import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { type Html, html } from "./html.ts";
import { styles } from "./styles.ts";

const styleHash = createHash("sha256").update(styles).digest("base64");

/** What a page may load and do: its own style, and forms that lead here or to where it says. */
export const policyFor = (formTargets: readonly string[] = []): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");

/** A whole page. */
export function pageOf(title: string, content: Html): string {
  const style = `<style>${styles}</style>`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – FirstQuadrant Connect</title>
`;
  return `${page.text}${style}\n</head>\n<body>\n<main>\n<p class="brand">FirstQuadrant Connect</p>\n${content.text}\n</main>\n</body>\n</html>\n`;
}

/** The headers of every page. The referrer stays on this server: the address of a sign-in page is a credential. */
export const pageHeaders = (formTargets?: readonly string[]): Record<string, string> => ({
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": policyFor(formTargets),
  "Cache-Control": "no-store",
  "Referrer-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
});

/** Answers with a page. */
export const sendPageOf = (
  reply: FastifyReply,
  status: number,
  { title, content }: { title: string; content: Html },
  formTargets?: readonly string[],
): FastifyReply => reply.code(status).headers(pageHeaders(formTargets)).send(pageOf(title, content));
