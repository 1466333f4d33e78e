import type { Readable } from "node:stream";
import { DataStore, Upload } from "@tus/server";
import { AppError } from "../errors.ts";
import { type FileContext, requireUpload } from "../files/receive-file.ts";
import { finishUpload } from "../uploads/finish-upload.ts";
import { deleteUpload, fileIdOf, getUpload, insertUpload, type UploadRecord } from "../uploads/upload-record.ts";
import { readUploadMetadata } from "./upload-metadata.ts";

const empty = () =>
  new AppError("validation_error", "The file is empty.", "Say its size in bytes: Upload-Length.", {
    details: [{ field: "Upload-Length", message: "is 0" }],
  });

/** What it works with. */
export interface TusContext extends FileContext {
  clock: () => Date;
  /** How long an upload may take, in milliseconds. */
  uploadLifeMs: number;
}

/** Where the uploads of one import are, as the tus protocol works with them. */
export class TusStore extends DataStore {
  override readonly extensions = ["creation", "creation-with-upload", "termination", "expiration"];
  /** The file that the upload at hand became, when it did. */
  fileId: string | null = null;
  readonly #context: TusContext;
  readonly #organizationId: string;
  readonly #importId: string;

  constructor(context: TusContext, organizationId: string, importId: string) {
    super();
    this.#context = context;
    this.#organizationId = organizationId;
    this.#importId = importId;
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size = 0, metadata = {} } = upload;
    const { name, overrides } = readUploadMetadata(metadata);
    await requireUpload(this.#context.db, this.#organizationId, this.#importId, overrides);
    if (size === 0) throw empty();
    const record = { id, import_id: this.#importId, name, size, overrides, metadata };
    await insertUpload(this.#context.db, this.#organizationId, record, this.#context.clock());
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const record = await this.#find(id);
    const isFinished = record.file_id !== null;
    const offset = isFinished ? record.size : await this.#context.files.sizeOf(this.#organizationId, fileIdOf(id));
    this.fileId = record.file_id;
    // The process that had the last byte died before the import had the file.
    if (!isFinished && offset === record.size) await this.#finish(record);
    const { size, metadata, created_at } = record;
    return new Upload({ id, size, offset, metadata, creation_date: created_at.toISOString() });
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const record = await this.#find(id);
    if (record.file_id !== null) return record.size;
    const end = await this.#context.files.append(this.#organizationId, fileIdOf(id), offset, bytes);
    // Whoever gave the upload up meanwhile, or deleted its import, has it no longer.
    if (end === record.size) await this.#finish(await this.#find(id));
    return end;
  }

  override async remove(id: string): Promise<void> {
    const { db, files } = this.#context;
    const isNobodys = await deleteUpload(db, this.#organizationId, this.#importId, id);
    if (isNobodys) await files.remove(this.#organizationId, fileIdOf(id));
  }

  override getExpiration(): number {
    return this.#context.uploadLifeMs;
  }

  #find(id: string): Promise<UploadRecord> {
    return getUpload(this.#context.db, this.#organizationId, this.#importId, id);
  }

  async #finish(record: UploadRecord): Promise<void> {
    this.fileId = await finishUpload(this.#context, this.#organizationId, record, this.#context.clock());
  }
}
