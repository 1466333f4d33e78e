import { type FileContext, keepFile } from "../files/receive-file.ts";
import { fileIdOf, setUploadFile, type UploadRecord } from "./upload-record.ts";

/**
 * Makes an upload whose bytes are all there a file of its import. Done again after a process died in the midst of it, it
 * does what is left; of two at once, both tell of the same file.
 *
 * @returns The file's id.
 * @throws AppError When the import does not take the file; its bytes stay, to be tried again.
 */
export async function finishUpload(
  context: FileContext,
  organizationId: string,
  upload: UploadRecord,
  now: Date,
): Promise<string> {
  const { id, import_id: importId, name, overrides } = upload;
  const fileId = fileIdOf(id);
  const stored = await context.files.measure(organizationId, fileId);
  const arrived = { id: fileId, name, overrides, ...stored };
  const file = await keepFile(context, organizationId, importId, arrived, now, (tx, kept) =>
    setUploadFile(tx, organizationId, importId, id, kept.id),
  );
  return file.id;
}
