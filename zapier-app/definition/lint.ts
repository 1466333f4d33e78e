import type { Check, Fault } from "./checks/check.ts";
import { connectionChecks } from "./checks/connection-checks.ts";
import { copyChecks } from "./checks/copy-checks.ts";
import { fieldChecks } from "./checks/field-checks.ts";
import { guidelineChecks } from "./checks/guideline-checks.ts";
import { itemChecks } from "./checks/item-checks.ts";
import { sampleChecks } from "./checks/sample-checks.ts";
import type { ZapierDefinition } from "./definition.ts";

/** All that is checked, by number. */
export const checks: readonly Check[] = [
  ...connectionChecks,
  ...copyChecks,
  ...fieldChecks,
  ...guidelineChecks,
  ...itemChecks,
  ...sampleChecks,
].toSorted((one, other) => (one.number < other.number ? -1 : 1));

/** Everything in a definition that is not as Zapier asks. */
export const lint = (definition: ZapierDefinition): Fault[] =>
  checks.flatMap(({ number, asks, find }) => find(definition).map((fault) => ({ number, asks, fault })));
