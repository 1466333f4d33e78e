import { type DestinationStream, type Logger, pino } from "pino";

/** An error for the log: without the connection that the database's driver hangs on it, whose keys nobody may read. */
function describeError(error: Error): Record<string, unknown> {
  const { client: _, ...described } = pino.stdSerializers.err(error);
  return described;
}

/** Structured lines on the standard error stream: the standard output is what the start prints for people and scripts. */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: ["req.headers.authorization", "authorization", "secret", "apiKey"],
    },
    destination,
  );
