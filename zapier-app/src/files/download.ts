import { Readable } from "node:stream";
import type { ZObject } from "zapier-platform-core";

/** A file on its way. */
export interface Download {
  name: string;
  bytes: Readable;
}

/** Of a step's 30 seconds, with what is left for the requests around it. */
const timeoutMs = 15_000;

function nameOf(response: Response): string {
  const said = /filename="?([^";]+)"?/i.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const last = new URL(response.url).pathname.split("/").at(-1) ?? "";
  return (said ?? last).slice(0, 200) || "contacts.csv";
}

/**
 * Begins to download a step's file: Zapier hands over its address, whether a person mapped a file or typed an address.
 *
 * Zapier's own way to ask adds this connection's credentials to each request, and they are not for whoever has the
 * file. It also notes what other requests were answered, except those that name themselves as its own: and the
 * contacts of a file do not belong into logs.
 */
export async function download(z: ZObject, address: string): Promise<Download> {
  const isAddress = URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  if (!isAddress) {
    throw new z.errors.Error("File is neither a file nor the address of one. Map a file of a step before.", "no_file");
  }
  const { host } = new URL(address);
  const request = { headers: { "user-agent": "Zapier" }, signal: AbortSignal.timeout(timeoutMs) };
  const response = await fetch(address, request).catch(() => null);
  if (response === null || !response.ok || response.body === null) {
    const what = response === null ? "No answer came" : `It answered ${response.status}`;
    throw new z.errors.Error(
      `The file could not be fetched from ${host}. ${what}. Check that anybody who has its address can download it.`,
      "no_file",
    );
  }
  return { name: nameOf(response), bytes: Readable.from(response.body) };
}
