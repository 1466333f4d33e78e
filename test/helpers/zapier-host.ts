import type { ZapierDefinition } from "../../zapier-app/definition/definition.ts";
import { startControlPlane, type ZapierControlPlane } from "./zapier-control-plane.ts";
import { type KnownField, zapierInput } from "./zapier-input.ts";
import { type Lambda, type LambdaAnswer, startLambda } from "./zapier-lambda.ts";
import { LambdaError } from "./zapier-lambda-error.ts";
import { unzipBuild } from "./zapier-task.ts";

/** What a call is made with, besides who the connection is. */
export interface ZapierCall {
  inputData?: Record<string, unknown>;
  meta?: Record<string, unknown>;
  targetUrl?: string;
  subscribeData?: unknown;
  rawRequest?: { method: string; querystring: string; headers: Record<string, string>; content: string };
  cleanedRequest?: unknown;
  /** For what goes on after a callback: what the step answered before. */
  outputData?: unknown;
  /** What `z.generateCallbackUrl` gives. */
  callbackUrl?: string;
  /** Variables of the integration's environment, as they are set at Zapier for one version. */
  environment?: Record<string, string>;
}

/** The built integration, called as Zapier calls it. */
export interface ZapierHost {
  definition: () => Promise<ZapierDefinition>;
  /** Runs a command other than calling a function, for instance `validate`. */
  command: (command: string) => Promise<unknown>;
  /** Calls a function of the integration, for instance `creates.create_contact.operation.perform`. */
  call: (method: string, authData: Record<string, string>, call?: ZapierCall) => Promise<unknown>;
  /** The same, with whether it waits to be called back. */
  run: (method: string, authData: Record<string, string>, call?: ZapierCall) => Promise<LambdaAnswer>;
  /** Ends the process and starts another, as happens between two calls at any time. */
  coldStart: () => Promise<void>;
  logs: ZapierControlPlane["logs"];
  stop: () => Promise<void>;
}

const baseMeta = {
  isBulkRead: false,
  isFillingDynamicDropdown: false,
  isLoadingSample: false,
  isPopulatingDedupe: false,
  isTestingAuth: false,
  limit: -1,
  page: 0,
  timezone: "UTC",
  inputFields: {},
};

const step = /^(creates|searches|triggers)\.(\w+)\.operation\.perform/;

const isField = (value: unknown): value is KnownField => typeof value === "object" && value !== null && "key" in value;

/** The fields of a step that are the same for everybody: those of an organization are a function, shown as a text. */
function staticFields(definition: ZapierDefinition, method: string): KnownField[] {
  const [, kind, key = ""] = step.exec(method) ?? [];
  const items = kind === "creates" || kind === "searches" || kind === "triggers" ? definition[kind] : undefined;
  return (items?.[key]?.operation.inputFields ?? []).filter(isField);
}

/** Unzips a build and runs it. */
export async function startZapierHost(zip: string): Promise<ZapierHost> {
  const build = await unzipBuild(zip);
  const controlPlane = await startControlPlane();
  const start = (): Promise<Lambda> => startLambda(build.folder, controlPlane.loggingEndpoint);
  let lambda = await start();
  const base = { token: "token-of-the-run", rpc_base: controlPlane.rpcBase, isDeveloper: true };

  const command = async (name: string) => (await lambda.invoke({ ...base, command: name, bundle: {} })).results;
  const definition: ZapierHost["definition"] = async () => JSON.parse(JSON.stringify(await command("definition")));

  function invoke(method: string, authData: Record<string, string>, call: ZapierCall): Promise<LambdaAnswer> {
    const { inputData = {}, meta, environment = {}, callbackUrl, ...rest } = call;
    return lambda.invoke({
      ...base,
      command: "execute",
      method,
      environment,
      storeKey: `store-${method}`,
      callback_url: callbackUrl ?? "https://hooks.zapier.example/callback",
      bundle: { authData, inputData, inputDataRaw: inputData, meta: { ...baseMeta, ...meta }, ...rest },
    });
  }

  /** Zapier knows a step's fields from when it was set up; a connection that fails since then does not change that. */
  async function fieldsOf(method: string, authData: Record<string, string>, call: ZapierCall): Promise<KnownField[]> {
    try {
      const { results } = await invoke(method.replace(/\.perform\w*$/, ".inputFields"), authData, call);
      return Array.isArray(results) ? results : [];
    } catch (error) {
      if (!(error instanceof LambdaError)) throw error;
      return staticFields(await definition(), method);
    }
  }

  const run: ZapierHost["run"] = async (method, authData, call = {}) => {
    if (!step.test(method) || call.inputData === undefined) return invoke(method, authData, call);
    const { flags } = await definition();
    const { inputData: typed, environment } = call;
    const fields = await fieldsOf(method, authData, { inputData: typed, ...(environment && { environment }) });
    const timeZone = String(call.meta?.timezone ?? baseMeta.timezone);
    const inputData = zapierInput(typed, fields, flags?.cleanInputData !== false, timeZone);
    return invoke(method, authData, { ...call, inputData });
  };

  return {
    definition,
    command,
    run,
    call: async (method, authData, call) => (await run(method, authData, call)).results,
    coldStart: async () => {
      await lambda.stop();
      lambda = await start();
    },
    logs: controlPlane.logs,
    stop: async () => {
      await lambda.stop();
      await controlPlane.close();
      await build.remove();
    },
  };
}
