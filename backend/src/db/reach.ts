import { AsyncLocalStorage } from "node:async_hooks";

/** The reach of work that looks at all organizations. */
const all = "*";

// It becomes a part of SQL: nothing else passes.
const organizationIds = /^org_[0-9a-z]{26}$/;

const reaches = new AsyncLocalStorage<string>();

const widened = (from: string, to: string): Error =>
  new Error(`Work of ${from} was about to turn to ${to}. What serves one organization reaches no other.`);

function reachTo<Result>(reach: string, meant: string, work: () => Result): Result {
  const present = reaches.getStore();
  if (present !== undefined && present !== all && present !== reach) throw widened(present, meant);
  return reaches.run(reach, work);
}

/**
 * Does work that sees and writes the rows of one organization alone, whatever its statements say. It travels with the
 * work, apart from the statements and their parameters, so that a mistake in these cannot take it along.
 */
export function withinOrganization<Result>(organizationId: string, work: () => Result): Result {
  if (!organizationIds.test(organizationId)) throw new Error(`${JSON.stringify(organizationId)} is no organization.`);
  return reachTo(organizationId, organizationId, work);
}

/**
 * Does work that sees and writes the rows of all organizations. What serves one of them may not.
 *
 * @param why Said where it is done, and in the error when it may not be.
 */
export const acrossOrganizations = <Result>(why: string, work: () => Result): Result =>
  reachTo(all, `all organizations (${why})`, work);

/** Whose rows the work at hand reaches: an organization's id, or `*`. @throws When nobody said. */
export function currentReach(): string {
  const reach = reaches.getStore();
  if (reach !== undefined) return reach;
  throw new Error(
    "A statement was run on behalf of nobody. Do its work in withinOrganization(id, work), or where it is of all in acrossOrganizations(why, work).",
  );
}
