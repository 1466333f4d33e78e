import path from "node:path";
import { z } from "zod";

const isListOfSeconds = (text: string): boolean =>
  text.split(",").every((one) => one.trim() !== "" && Number(one) >= 0 && Number.isFinite(Number(one)));

const truth = z
  .enum(["true", "false", "1", "0"], { error: "is neither true nor false" })
  .transform((value) => value === "true" || value === "1");

/** An empty variable is a variable that is not set. */
const given = (environment: NodeJS.ProcessEnv) =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""));

/** The waits between the attempts of a delivery, as Standard Webhooks advises: about 75 hours in all. */
const deliveryWaits = "5,300,1800,7200,18000,36000,50400,72000,86400";

/** Every setting: its name in the environment, its default, what it may be. docs/operating.md explains each. */
const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number("is no port").int("is no port").min(0, "is no port").max(65_535, "is no port").default(4010),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: "is no http(s) address" }).optional(),
  DATA_DIR: z.string().default(path.resolve(import.meta.dirname, "../../data")),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "does not begin with postgres://" }).optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], "is not debug, info, warn, error or silent")
    .default("info"),
  ALLOW_PRIVATE_TARGETS: truth.default(false),
  RATE_LIMIT_PER_MINUTE: z.coerce.number("is no number").int().min(0).default(6000),
  BODY_LIMIT_BYTES: z.coerce
    .number("is no number")
    .int()
    .min(1024)
    .default(10 * 1024 * 1024),
  REQUEST_TIMEOUT: z.coerce.number("is no number").min(0.1, "is below 0.1").max(3600).default(60),
  DELIVERY_WAITS: z
    .string()
    .default(deliveryWaits)
    .refine(isListOfSeconds, "is no list of seconds")
    .transform((text) => text.split(",").map(Number)),
  DELIVERY_TIMEOUT: z.coerce.number("is no number").min(0.1).max(60).default(15),
  FETCH_WAITS: z
    .string()
    .default("60,300,900")
    .refine(isListOfSeconds, "is no list of seconds")
    .transform((text) => text.split(",").map(Number)),
  EVENT_RETENTION_DAYS: z.coerce.number("is no number").min(30, "is below 30 days").default(30),
  UPLOAD_RETENTION_DAYS: z.coerce.number("is no number").min(0, "is below 0").max(365).default(7),
  COMMIT: z.string().regex(/^\w+$/).default("local"),
});

/** The settings of one process. Durations in seconds. */
export interface Config {
  host: string;
  port: number;
  /** Origin that others reach this service at; null: the address that it listens on. */
  publicUrl: string | null;
  dataFolder: string;
  databaseUrl: string | null;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  allowPrivateTargets: boolean;
  rateLimitPerMinute: number;
  bodyLimitBytes: number;
  requestTimeout: number;
  deliveryWaits: number[];
  deliveryTimeout: number;
  /** Between the tries to fetch a file that a run works through. */
  fetchWaits: number[];
  eventRetentionDays: number;
  uploadRetentionDays: number;
  commit: string;
}

/**
 * Reads the settings.
 *
 * @throws With one line for every setting that is wrong: its name, what it is, and why it cannot be.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(given(environment));
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path: [name], message }) => {
      const shown = String(name).includes("DATABASE") ? "its value" : JSON.stringify(environment[String(name)]);
      return `  ${String(name)}: ${shown} ${message}`;
    });
    throw new Error(`These settings cannot be used (docs/operating.md lists them all):\n${lines.join("\n")}`);
  }
  const settings = parsed.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, "") ?? null,
    dataFolder: path.resolve(settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL ?? null,
    logLevel: settings.LOG_LEVEL,
    allowPrivateTargets: settings.ALLOW_PRIVATE_TARGETS,
    rateLimitPerMinute: settings.RATE_LIMIT_PER_MINUTE,
    bodyLimitBytes: settings.BODY_LIMIT_BYTES,
    requestTimeout: settings.REQUEST_TIMEOUT,
    deliveryWaits: settings.DELIVERY_WAITS,
    deliveryTimeout: settings.DELIVERY_TIMEOUT,
    fetchWaits: settings.FETCH_WAITS,
    eventRetentionDays: settings.EVENT_RETENTION_DAYS,
    uploadRetentionDays: settings.UPLOAD_RETENTION_DAYS,
    commit: settings.COMMIT,
  };
}
