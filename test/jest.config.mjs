// Type-checking is tsc's; here files are only stripped of their types, into CommonJS, which jest runs without flags.
const transform = {
  "^.+\\.[mc]?tsx?$": [
    "@swc/jest",
    {
      jsc: { parser: { syntax: "typescript" }, target: "es2023" },
      module: { type: "commonjs" },
      sourceMaps: "inline",
    },
  ],
};

export default {
  rootDir: ".",
  transform,
  testMatch: ["<rootDir>/**/*.test.ts"],
  // `source` makes workspace packages resolve to their TypeScript: no build is needed to run a test.
  testEnvironmentOptions: { customExportConditions: ["source", "node", "node-addons"] },
  testEnvironment: "node",
  testTimeout: 60_000,
  maxWorkers: 2,
  globalSetup: "<rootDir>/helpers/global-setup.ts",
  globalTeardown: "<rootDir>/helpers/global-teardown.ts",
  setupFiles: ["<rootDir>/helpers/fixed-seed.ts"],
  // What needs n8n installed (2 GB) is run by `npm run test:all`.
  testPathIgnorePatterns: ["/node_modules/", process.env.TEST_END_TO_END ? "/-none-/" : "<rootDir>/e2e/"],
};
