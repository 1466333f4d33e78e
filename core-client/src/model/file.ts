export const fileTypes = ["csv", "xlsx"] as const;

export type FileType = (typeof fileTypes)[number];

/** How a file is read. What is not sure should be said by a person before the import is started. */
export interface FileFormat {
  type: FileType;
  /** Null for a workbook, as are delimiter and quote. */
  encoding: string | null;
  delimiter: string | null;
  /** What stands around values that hold a delimiter or a line's end; an empty text where nothing does. */
  quote: string | null;
  /** The sheet of a workbook that is read; null for a CSV. */
  sheet: string | null;
  /** The sheets that a workbook has. */
  sheets: string[];
  /** The line of the column names, from 1; 0 when there is none: then columns are named by their positions. */
  headerRow: number;
  columns: string[];
  /** How sure each is, from 0 to 1. */
  confidence: { encoding: number; delimiter: number; headerRow: number };
  /** What of it a person said, and nobody has to find: `encoding`, for instance. */
  said: string[];
  /** What a person should know before starting: what is a guess, and what is left out. */
  notes: string[];
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
