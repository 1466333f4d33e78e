import { ConnectionError, errorFromResponse, isRecord, normalizeBaseUrl } from "@firstquadrant/core-client";
import type { Bundle, ZObject } from "zapier-platform-core";
import { baseUrlOf } from "../client.ts";
import { readAnswer } from "../transport.ts";
import type { Download } from "./download.ts";

const timeoutMs = 17_000;

/**
 * Hands a file on to an import while it comes in, so that no more of it than a part is ever held. The same bytes are
 * the same file: a repeat brings no second one.
 *
 * @returns The file's id.
 * @param said How the file is to be read, where a person says so.
 */
export async function sendFile(
  z: ZObject,
  bundle: Bundle,
  importId: string,
  { name, bytes }: Download,
  said: Record<string, string>,
): Promise<string> {
  const query = Object.entries({ name, ...said }).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  const url = `${normalizeBaseUrl(baseUrlOf(z, bundle))}/imports/${encodeURIComponent(importId)}/file?${query.join("&")}`;
  try {
    const response = await z.request(url, {
      method: "PUT",
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body: bytes,
      raw: true,
      redirect: "manual",
      timeout: timeoutMs,
      skipThrowForStatus: true,
    });
    const answer = await readAnswer(response);
    const { id } = isRecord(answer.body) ? answer.body : {};
    if (answer.status === 200 && typeof id === "string") return id;
    throw errorFromResponse(answer, new Date());
  } catch (error) {
    if (error instanceof Error && ["ApiError", "ThrottledError"].includes(error.name)) throw error;
    if (bytes.errored !== null) {
      throw new z.errors.Error(
        "The file broke off, or took longer to arrive than a step may. Nothing of it was stored. Replay this run, send a smaller file, or upload it in FirstQuadrant.",
        "file_broke_off",
      );
    }
    throw new ConnectionError(url, error);
  } finally {
    bytes.destroy();
  }
}
