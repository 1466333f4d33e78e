import { presets, readPath } from "@firstquadrant/core-client";

const tests = Object.values(presets).flatMap(({ test }) => test ?? []);

/** Whether a record is what an app sends to try an address out: the contact in it is made up. */
export const isTest = (record: unknown): boolean => tests.some(({ path, value }) => readPath(record, path) === value);
