/** How a file is read. What is not sure should be said by a person before the import is started. */
export interface FileFormat {
  encoding: string;
  delimiter: string;
  /** The line of the column names, from 1; 0 when there is none: then columns are named by their positions. */
  headerRow: number;
  columns: string[];
  /** How sure each is, from 0 to 1. */
  confidence: { encoding: number; delimiter: number; headerRow: number };
}

/** A file that was uploaded to an import. */
export interface ImportFile {
  id: string;
  importId: string;
  name: string;
  /** In bytes. */
  size: number;
  format: FileFormat;
  receivedAt: string;
}
