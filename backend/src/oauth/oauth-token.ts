import { bareId, newBareId } from "../ids.ts";
import { hashSecret, newSecret, readToken, tokenFor } from "../keys/secret.ts";

const prefixes = { AuthorizationCode: "fqc_", AccessToken: "fqo_", RefreshToken: "fqr_" } as const;

/** What stands for a person's consent on its way from hand to hand. */
export type TokenKind = keyof typeof prefixes;

export const tokenKinds: readonly TokenKind[] = ["AuthorizationCode", "AccessToken", "RefreshToken"];

export const newToken = (kind: TokenKind, organizationId: string): string =>
  `${prefixes[kind]}${tokenFor(organizationId, newSecret())}`;

/** Takes a token apart; null when it cannot be one of this kind. */
export function readOauthToken(kind: TokenKind, token: string): { organizationId: string; hash: string } | null {
  const prefix = prefixes[kind];
  const read = token.startsWith(prefix) ? readToken(token.slice(prefix.length)) : null;
  return read === null ? null : { organizationId: read.organizationId, hash: hashSecret(read.secret) };
}

/** Whether it says of itself that it is an access token, and no API key. */
export const isAccessToken = (token: string): boolean => token.startsWith(prefixes.AccessToken);

/** A grant's id is no secret. It names the organization too, since it is looked up by itself. */
export const newGrantId = (organizationId: string): string => `gra_${tokenFor(organizationId, newBareId())}`;

/** Whose grant it is; null when it cannot be one. */
export const organizationOfGrant = (grantId: string): string | null =>
  grantId.startsWith("gra_") ? (readToken(bareId(grantId))?.organizationId ?? null) : null;

/** A person, as the authorization server names people. */
export const subjectOf = (organizationId: string, personId: string): string => `${organizationId}.${personId}`;

/** Who a subject is. @throws When it is none. */
export function readSubject(subject: string | undefined): { organizationId: string; personId: string } {
  const [organizationId, personId] = subject?.split(".") ?? [];
  if (organizationId === undefined || personId === undefined) throw new Error("The subject of a token is no person.");
  return { organizationId, personId };
}
