/** Who may import whom: a part of the repository, and all that its files may import besides each other. */
export interface Zone {
  readonly name: string;
  /** Folders (ending in "/") and files, from the repository's root. The first zone that fits a file has it. */
  readonly files: readonly string[];
  /** Names of other zones. */
  readonly zones: readonly string[];
  /** Packages and built-in modules, by the exact specifier; "node:*" is all of Node's, "*" is anything. */
  readonly packages: readonly string[];
  /** Names that may not be imported from a package that is otherwise allowed. */
  readonly never?: Readonly<Record<string, readonly string[]>>;
  /** True where no name of a host may be used: nothing that Node has and a browser or an edge runtime lacks, and no clock. */
  readonly hostless?: true;
  /** Why, in words that end a complaint: "…, which <why>". */
  readonly why: string;
}

const coreClient = "@firstquadrant/core-client";
const clientOnly = { [coreClient]: ["createClient"] };

/** The one table of import rules. `docs/architecture.md` says the same in prose. */
export const zones: readonly Zone[] = [
  // core-client: a leaf. What its main entry reaches depends on nothing and runs anywhere.
  {
    name: "core-client presets",
    files: ["core-client/src/catalogue/presets/"],
    zones: ["core-client catalogue", "core-client model"],
    packages: [],
    hostless: true,
    why: "the presets may not: they are field mappings as plain data",
  },
  {
    name: "core-client catalogue",
    files: ["core-client/src/catalogue/"],
    zones: [],
    packages: [],
    hostless: true,
    why: "the catalogue may not: it is plain data",
  },
  {
    name: "core-client model",
    files: ["core-client/src/model/"],
    zones: ["core-client catalogue"],
    packages: [],
    hostless: true,
    why: "the model may not: it describes the wire and knows the catalogue only",
  },
  {
    name: "core-client mapping",
    files: ["core-client/src/mapping/"],
    zones: ["core-client catalogue", "core-client presets", "core-client model", "core-client basics"],
    packages: [],
    hostless: true,
    why: "mapping may not: it is pure and knows the model only",
  },
  {
    name: "core-client basics",
    files: ["core-client/src/is-record.ts"],
    zones: [],
    packages: [],
    hostless: true,
    why: "the basics may not: everything stands on them",
  },
  {
    name: "core-client schemas",
    files: ["core-client/src/schemas/"],
    zones: ["core-client catalogue", "core-client model"],
    packages: ["zod"],
    hostless: true,
    why: "the schemas may not: they know zod, the catalogue and the model",
  },
  {
    name: "core-client axios transport",
    files: ["core-client/src/transports/axios.ts"],
    zones: ["core-client client"],
    packages: ["axios"],
    why: "the axios transport may not: it knows axios and the transport's contract",
  },
  {
    name: "core-client webhooks",
    files: ["core-client/src/webhooks/"],
    zones: ["core-client catalogue", "core-client model", "core-client basics"],
    packages: ["node:crypto"],
    why: "the check of a delivery may not: it knows the model, and node:crypto",
  },
  {
    name: "core-client client",
    files: ["core-client/src/"],
    zones: [
      "core-client catalogue",
      "core-client presets",
      "core-client model",
      "core-client mapping",
      "core-client basics",
    ],
    packages: [],
    hostless: true,
    why: "the client may not: its main entry has no dependency, and its transport is given to it",
  },

  // The connectors: thin, and over core-client alone.
  {
    name: "Zapier app",
    files: ["zapier-app/src/"],
    zones: [],
    packages: [coreClient, `${coreClient}/webhooks`, "zapier-platform-core", "node:stream"],
    why: "the Zapier app may not: it knows core-client, Zapier's platform, and Node's streams for files",
  },
  {
    name: "Zapier definition",
    files: ["zapier-app/definition/"],
    zones: [],
    packages: [],
    why: "the checks of the definition may not: they are pure, and read it as Zapier does",
  },
  {
    name: "n8n core",
    files: ["n8n-nodes/core.ts"],
    zones: [],
    packages: [coreClient, `${coreClient}/webhooks`],
    why: "core.ts may not: it names core-client for the nodes, and nothing else",
  },
  {
    name: "n8n nodes",
    files: ["n8n-nodes/nodes/", "n8n-nodes/credentials/"],
    zones: ["n8n core"],
    packages: ["n8n-workflow", "node:crypto"],
    why: "the n8n nodes may not: n8n's review allows n8n-workflow and crypto, and core.ts brings core-client",
  },

  // The backend: http and jobs → domain → db, on a few basics.
  {
    name: "backend entry",
    files: ["backend/src/main.ts", "backend/src/service.ts", "backend/src/print-beginning.ts"],
    zones: ["backend http", "backend jobs", "backend domain", "backend db", "backend basics"],
    packages: [coreClient, "node:*"],
    never: clientOnly,
    why: "the backend's entry may not: it puts the parts together",
  },
  {
    name: "backend http",
    files: ["backend/src/http/"],
    zones: ["backend domain", "backend db", "backend basics"],
    packages: [
      coreClient,
      `${coreClient}/schemas`,
      "node:*",
      "zod",
      "fastify",
      "fastify-type-provider-zod",
      "@fastify/*",
      "@tus/server",
      "oidc-provider",
      "qs",
    ],
    never: clientOnly,
    why: "http may not: it validates, calls the domain and translates",
  },
  {
    name: "backend jobs",
    files: ["backend/src/jobs/"],
    zones: ["backend domain", "backend db", "backend basics"],
    packages: [coreClient, "node:*"],
    never: clientOnly,
    why: "jobs may not: they call the domain, as http does",
  },
  {
    name: "backend db",
    files: ["backend/src/db/"],
    zones: ["backend basics"],
    packages: ["node:*", "@electric-sql/pglite", "@electric-sql/pglite/nodefs", "kysely", "kysely/migration", "pg"],
    why: "db may not: it knows databases, and nothing of what is in them",
  },
  {
    name: "backend basics",
    files: ["backend/src/config.ts", "backend/src/errors.ts", "backend/src/ids.ts", "backend/src/log.ts"],
    zones: [],
    packages: [coreClient, "node:*", "pino", "zod"],
    never: clientOnly,
    why: "the basics may not: everything stands on them",
  },
  {
    name: "backend domain",
    files: ["backend/src/"],
    zones: ["backend db", "backend basics"],
    packages: [
      coreClient,
      `${coreClient}/schemas`,
      "node:*",
      "zod",
      "chardet",
      "croner",
      "csv-stringify",
      "iconv-lite",
      "ipaddr.js",
      "libphonenumber-js/min",
      "saxes",
      "undici",
      "yauzl",
    ],
    never: clientOnly,
    why: "a domain folder may not: it knows the domain and db, never http, jobs, a web framework or a driver",
  },

  // What builds and runs the rest. It ships nowhere.
  {
    name: "tools",
    files: ["tools/"],
    zones: [],
    packages: ["node:*"],
    why: "the tools may not: they run before anything is installed",
  },
  {
    name: "builds",
    // All that the zones above left of these folders.
    files: ["core-client/", "zapier-app/", "n8n-nodes/"],
    zones: ["tools", "Zapier definition"],
    packages: ["node:*", "esbuild", "zapier-platform-core", "@n8n/node-cli/eslint"],
    why: "a build may not: it knows the bundler and the tools",
  },
  {
    name: "tests",
    files: ["test/"],
    zones: ["*"],
    packages: ["*"],
    why: "tests may: they import everything",
  },
];

/** Entries from which, over any number of imports, neither a package nor a name of a host is reached. */
export const selfContained: readonly string[] = ["core-client/src/index.ts"];

/** Files that may do nothing but export from others: the entries of packages. */
export const entries: readonly string[] = [
  "core-client/src/index.ts",
  "core-client/src/schemas/index.ts",
  "core-client/src/webhooks/index.ts",
  "n8n-nodes/core.ts",
];

/** Files that may be longer than the rest, since they are lists of plain data. */
export const longLists: readonly string[] = ["core-client/src/catalogue/contact-field-aliases.ts"];
