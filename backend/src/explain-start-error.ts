import { isUnavailable } from "./db/database-error.ts";

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" ? error.code : "");

const noAnswer = "The database does not answer. Check that it can be reached from here, or correct DATABASE_URL.";

/** What to do about errors that a start can meet, by their codes: of the system, or of PostgreSQL. */
const remedies: Record<string, string> = {
  EADDRINUSE: "Something else listens there. End it, or set PORT to another port (0 takes a free one).",
  EACCES: "This user may not. Choose another DATA_DIR, or a PORT above 1023.",
  ECONNREFUSED: "No database listens there. Start it, or correct DATABASE_URL.",
  EADDRNOTAVAIL:
    "HOST is no address of this machine. Correct it; 127.0.0.1 is this machine alone, 0.0.0.0 lets others in.",
  EEXIST: "There is a file of this name. Choose another DATA_DIR.",
  ENOTDIR: "There is a file where a folder should be. Choose another DATA_DIR.",
  EROFS: "Nothing can be written there. Choose another DATA_DIR.",
  ENOSPC: "The disk is full. Make room, or choose another DATA_DIR.",
  ENOTFOUND: "The host is not known. Correct DATABASE_URL, or HOST if it is set.",
  ETIMEDOUT: noAnswer,
  "3D000": "Create the database first, or correct DATABASE_URL.",
  "28P01": "Correct the user or the password in DATABASE_URL.",
  "28000": "Correct the user in DATABASE_URL, or let it in (pg_hba.conf).",
};

/** Tells why the process did not start, and what to do about it. */
export function explainStartError(error: unknown): string {
  if (!(error instanceof Error)) return `It did not start: ${String(error)}`;
  const [first] = error instanceof AggregateError ? error.errors : [];
  const cause = first instanceof Error ? first : error;
  const remedy = remedies[codeOf(cause)] ?? (isUnavailable(cause) ? noAnswer : undefined);
  return remedy === undefined ? cause.message : `It did not start: ${cause.message}. ${remedy}`;
}
