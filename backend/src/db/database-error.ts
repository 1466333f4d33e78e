const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";

/** Another transaction was quicker: a deadlock was broken, or what was to be made is there already. */
export const isRaceLost = (error: unknown): boolean => ["40001", "40P01", "23505"].includes(codeOf(error));

/** What was made exists already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === "23505";

/** The database refused a value: a class 22 error, a value too long or too deep, or a check that it broke. */
export const isRefusedValue = (error: unknown): boolean => {
  const code = codeOf(error);
  return code.startsWith("22") || code.startsWith("54") || code === "23514";
};

/** The same, or what one record would break for its neighbours by a mistake of ours. */
export const isDataError = (error: unknown): boolean =>
  isRefusedValue(error) || (codeOf(error).startsWith("23") && !isDuplicate(error));

// PostgreSQL has a code of its own for a full disk alone.
const noRoom = /No space left on device|File too large|Disk quota exceeded/;

/** Something could not be written for want of room: the disk is full, or a quota or the largest size of a file is reached. */
export const isStorageFull = (error: unknown): boolean =>
  ["53100", "ENOSPC", "EDQUOT", "EFBIG"].includes(codeOf(error)) ||
  (codeOf(error) === "XX000" && error instanceof Error && noRoom.test(error.message));

/** What the driver says without a code when a connection breaks. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded|timeout expired)/;

/** What the system says when it has no way to the database, or had one. */
const lostWay = ["EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"];

/** The database is away or going away: trying again later helps. */
export const isUnavailable = (error: unknown): boolean => {
  if (error instanceof Error && lostConnection.test(error.message)) return true;
  const code = codeOf(error);
  if (lostWay.includes(code)) return true;
  return code.startsWith("08") || code.startsWith("57P") || code.startsWith("53") || code.startsWith("ECONN");
};
