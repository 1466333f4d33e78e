/** Another process has the data folder. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError";

  constructor(folder: string) {
    super(`The data folder ${folder} is in use by another process. Stop that one, or set DATA_DIR.`);
  }
}
