import type { FileType } from "@firstquadrant/core-client";
import type { FileBytes } from "../sheets/open-archive.ts";
import { UnreadableFile } from "../sheets/unreadable-file.ts";
import type { FileStore } from "./file-store.ts";

const archiveMark = Buffer.from("PK\u0003\u0004", "latin1");
const emptyArchiveMark = Buffer.from("PK\u0005\u0006", "latin1");
/** What older Office files begin with, and newer ones that are encrypted. */
const containerMark = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const otherMarks: { mark: Buffer; name: string }[] = [
  { mark: Buffer.from("%PDF-"), name: "a PDF" },
  { mark: Buffer.from([0x1f, 0x8b]), name: "compressed (gzip); unpack it, or send it with Content-Encoding: gzip" },
  { mark: Buffer.from([0x89, 0x50, 0x4e, 0x47]), name: "a picture" },
];

const beginsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark);

/** Says by its first bytes what a file is; names and types that come with it are often wrong. @throws UnreadableFile */
export function fileTypeOf(beginning: Buffer): FileType {
  if (beginsWith(beginning, archiveMark) || beginsWith(beginning, emptyArchiveMark)) return "xlsx";
  if (beginsWith(beginning, containerMark)) {
    const isEncrypted = beginning.includes(Buffer.from("EncryptedPackage", "utf16le"));
    throw new UnreadableFile(
      isEncrypted
        ? "is protected with a password; save it without one"
        : "is an older Excel file (.xls), or protected with a password; save it as .xlsx without one, or as CSV",
    );
  }
  const other = otherMarks.find(({ mark }) => beginsWith(beginning, mark));
  if (other !== undefined) throw new UnreadableFile(`is ${other.name}`);
  return "csv";
}

/** The bytes of a stored file, from any place. */
export const bytesOfFile = (
  files: FileStore,
  organizationId: string,
  { id, size }: { id: string; size: number },
): FileBytes => ({ size, read: (from, to) => files.read(organizationId, id, { from, to }) });
