import { startControlPlane, type ZapierControlPlane } from "./zapier-control-plane.ts";
import { type KnownField, zapierInput } from "./zapier-input.ts";
import { startLambda, unzipBuild } from "./zapier-lambda.ts";

/** What a call is made with, besides who the connection is. */
export interface ZapierCall {
  inputData?: Record<string, unknown>;
  meta?: Record<string, unknown>;
  targetUrl?: string;
  subscribeData?: unknown;
  rawRequest?: { method: string; querystring: string; headers: Record<string, string>; content: string };
}

/** The built integration, called as Zapier calls it. */
export interface ZapierHost {
  definition: () => Promise<{ flags?: { cleanInputData?: boolean } }>;
  /** Runs a command other than calling a function, for instance `validate`. */
  command: (command: string) => Promise<unknown>;
  /** Calls a function of the integration, for instance `creates.create_contact.operation.perform`. */
  call: (method: string, authData: Record<string, string>, call?: ZapierCall) => Promise<unknown>;
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

const isStep = (method: string) => /^(?:creates|searches|triggers)\.\w+\.operation\.perform/.test(method);

/** Unzips a build and runs it. */
export async function startZapierHost(zip: string): Promise<ZapierHost> {
  const build = await unzipBuild(zip);
  const controlPlane = await startControlPlane();
  const lambda = await startLambda(build.folder, controlPlane.loggingEndpoint);
  const base = { token: "token-of-the-run", rpc_base: controlPlane.rpcBase, isDeveloper: true };

  const command = (name: string) => lambda.invoke({ ...base, command: name, bundle: {} });
  const definition: ZapierHost["definition"] = async () => Object(await command("definition"));

  const invoke = (method: string, authData: Record<string, string>, { inputData = {}, meta, ...rest }: ZapierCall) =>
    lambda.invoke({
      ...base,
      command: "execute",
      method,
      storeKey: `store-${method}`,
      callback_url: "https://hooks.zapier.example/callback",
      bundle: { authData, inputData, inputDataRaw: inputData, meta: { ...baseMeta, ...meta }, ...rest },
    });

  async function fieldsOf(method: string, authData: Record<string, string>): Promise<KnownField[]> {
    const fields = await invoke(method.replace(/\.perform\w*$/, ".inputFields"), authData, {});
    return Array.isArray(fields) ? fields : [];
  }

  return {
    definition,
    command,
    call: async (method, authData, call = {}) => {
      if (!isStep(method) || call.inputData === undefined) return invoke(method, authData, call);
      const { flags } = await definition();
      const fields = await fieldsOf(method, authData);
      const inputData = zapierInput(call.inputData, fields, flags?.cleanInputData !== false);
      return invoke(method, authData, { ...call, inputData });
    },
    logs: controlPlane.logs,
    stop: async () => {
      await lambda.stop();
      await controlPlane.close();
      await build.remove();
    },
  };
}
