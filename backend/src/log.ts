import { type DestinationStream, type Logger, pino } from "pino";

/** Structured lines on the standard error stream: the standard output is what the start prints for people and scripts. */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ["req.headers.authorization", "authorization", "secret", "apiKey"],
    },
    destination,
  );
