import type { Account } from "@firstquadrant/core-client";
import type { FastifyRequest } from "fastify";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findAccount } from "../keys/api-key.ts";
import { covers } from "../keys/scope.ts";
import { hashSecret } from "../keys/secret.ts";

/** How long a key that was found good is believed, in milliseconds: a revoked one ends within this time. */
const believedMs = 5000;
const mostBelieved = 10_000;

const missing = () =>
  new AppError(
    "missing_authorization",
    "The request has no API key.",
    "Send the header Authorization: Bearer fqa_… with a key of your organization.",
  );

const invalid = () =>
  new AppError(
    "invalid_token",
    "The API key is not known, was revoked, or is no longer valid.",
    "Check that it was copied whole; if it was, use another key.",
  );

const otherOrganization = (named: string) =>
  new AppError(
    "insufficient_permissions",
    `The API key does not belong to the organization ${named}.`,
    "Use a key of that organization, or leave out the header FirstQuadrant-Organization-ID.",
  );

const missingScope = (scope: string) =>
  new AppError(
    "missing_scopes",
    `The API key lacks the scope ${scope}.`,
    "Use a key that has it. GET /v5/me shows the scopes of this one.",
    { details: [{ field: "scopes", message: `lack ${scope}` }] },
  );

/** Finds out who calls, and whether he may. */
export type Authenticate = (request: FastifyRequest, scope: string) => Promise<Account>;

/** @returns A function that throws AppError for a request that must not be served. */
export function createAuthenticate(db: Db, clock: () => Date): Authenticate {
  const believed = new Map<string, { account: Account; until: number }>();

  async function accountOf(apiKey: string): Promise<Account | null> {
    const now = clock();
    const name = hashSecret(apiKey);
    const known = believed.get(name);
    if (known !== undefined && known.until > now.getTime()) return known.account;
    const account = await findAccount(db, apiKey, now);
    if (believed.size >= mostBelieved) believed.clear();
    if (account === null) believed.delete(name);
    else believed.set(name, { account, until: now.getTime() + believedMs });
    return account;
  }

  return async (request, scope) => {
    const [, apiKey] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (request.headers.authorization === undefined) throw missing();
    const account = apiKey === undefined ? null : await accountOf(apiKey);
    if (account === null) throw invalid();
    const named = request.headers["firstquadrant-organization-id"];
    if (typeof named === "string" && named !== "" && named !== account.organization.id) throw otherOrganization(named);
    if (!account.scopes.some((held) => covers(held, scope))) throw missingScope(scope);
    return account;
  };
}

/** Who calls, on a route that needs a key. */
export function accountOf(request: FastifyRequest): Account {
  if (request.account === null) throw missing();
  return request.account;
}
