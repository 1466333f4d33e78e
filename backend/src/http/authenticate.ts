import type { Account } from "@firstquadrant/core-client";
import type { FastifyRequest } from "fastify";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import { findAccount } from "../keys/find-account.ts";
import { covers } from "../keys/scope.ts";
import { hashSecret } from "../keys/secret.ts";
import { findTokenAccount } from "../oauth/find-token-account.ts";
import { isAccessToken } from "../oauth/oauth-token.ts";

/** How long a key that was found good is believed, in milliseconds: one that another process revokes ends within it. */
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

const ended = () =>
  new AppError(
    "invalid_token",
    "The access token is not known, has expired, or was revoked.",
    "Refresh it at /oauth/token; if that is refused too, let the person connect the app again.",
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
export interface Authentication {
  /** @throws AppError For a request that must not be served. */
  authenticate(request: FastifyRequest, scope: string): Promise<Account>;
  /** To be called after a commit that changed a key: it is looked up anew from here on. */
  forget(keyId: string): void;
}

export function createAuthentication(db: Db, clock: () => Date): Authentication {
  const believed = new Map<string, { account: Account; until: number }>();
  let forgotten = 0;

  async function accountOf(apiKey: string): Promise<Account | null> {
    const now = clock();
    const name = hashSecret(apiKey);
    const known = believed.get(name);
    if (known !== undefined && known.until > now.getTime()) return known.account;
    const forgottenBefore = forgotten;
    const found = await (isAccessToken(apiKey) ? findTokenAccount : findAccount)(db, apiKey, now);
    if (believed.size >= mostBelieved) believed.clear();
    believed.delete(name);
    if (found === null) return null;
    const { account, validUntil } = found;
    const until = Math.min(now.getTime() + believedMs, validUntil?.getTime() ?? Number.POSITIVE_INFINITY);
    // What was read while a key changed may be what it was before.
    if (forgotten === forgottenBefore) believed.set(name, { account, until });
    return account;
  }

  async function authenticate(request: FastifyRequest, scope: string): Promise<Account> {
    const [, apiKey] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
    if (request.headers.authorization === undefined) throw missing();
    const account = apiKey === undefined ? null : await accountOf(apiKey);
    if (account === null) throw apiKey !== undefined && isAccessToken(apiKey) ? ended() : invalid();
    const named = request.headers["firstquadrant-organization-id"];
    if (typeof named === "string" && named !== "" && named !== account.organization.id) throw otherOrganization(named);
    if (!account.scopes.some((held) => covers(held, scope))) throw missingScope(scope);
    return account;
  }

  function forget(keyId: string): void {
    forgotten += 1;
    for (const [name, { account }] of believed) if (account.id === keyId) believed.delete(name);
  }

  return { authenticate, forget };
}

/** Who calls, on a route that needs a key. */
export function accountOf(request: FastifyRequest): Account {
  if (request.account === null) throw missing();
  return request.account;
}
