import fc from "fast-check";

/**
 * Properties are tried with the same examples every time, so that a change is judged by what it changed.
 * `FUZZ_SEED=random` looks for new ones, and prints the seed of what it finds.
 */
const { FUZZ_SEED = "20261122" } = process.env;
if (FUZZ_SEED !== "random") fc.configureGlobal({ seed: Number(FUZZ_SEED) });
