import { createHmac } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../errors.ts";
import { sameSecret } from "../keys/secret.ts";
import type { Person } from "../people/person.ts";
import { beginSession, endSession, personOfSession, sessionSeconds } from "../people/sessions.ts";
import type { Context } from "./context.ts";

/** Who is signed in, with what a form of theirs has to bring along. */
export interface SignedIn {
  person: Person;
  formToken: string;
}

const forged = () =>
  new AppError(
    "insufficient_permissions",
    "This form was not sent from a page of this server.",
    "Open the page anew and send it from there.",
  );

/**
 * Refuses a form that a page of another site sent: the browser says so itself, in `Sec-Fetch-Site`, or in `Origin` where
 * it does not send the former.
 *
 * @throws AppError
 */
export function requireOwnPage(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) {
    if (site !== "same-origin") throw forged();
    return;
  }
  const { origin, host } = request.headers;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== host) throw forged();
}

/** The session of people, in a cookie that no script can read. */
export interface PeopleSession {
  signIn(reply: FastifyReply, organizationId: string, personId: string): Promise<void>;
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Null when nobody is signed in. */
  signedIn(request: FastifyRequest): Promise<SignedIn | null>;
  /** For a form: who sent it. Null when nobody is signed in. @throws AppError for a form that is not of their own page. */
  signedInBy(request: FastifyRequest, formToken: string): Promise<SignedIn | null>;
}

export function createPeopleSession(context: Pick<Context, "db" | "clock" | "origin">): PeopleSession {
  const isSecure = () => context.origin().startsWith("https:");
  const cookieName = () => (isSecure() ? "__Host-firstquadrant" : "firstquadrant");
  // Lax, since a person comes to the consent page from another site.
  const cookie = () => ({ path: "/", httpOnly: true, sameSite: "lax", secure: isSecure() }) as const;
  const tokenOf = (request: FastifyRequest): string => request.cookies[cookieName()] ?? "";
  const formTokenOf = (token: string): string => createHmac("sha256", token).update("form").digest("base64url");

  async function signedIn(request: FastifyRequest): Promise<SignedIn | null> {
    const token = tokenOf(request);
    const person = await personOfSession(context.db, token, context.clock());
    return person === null ? null : { person, formToken: formTokenOf(token) };
  }

  return {
    signIn: async (reply, organizationId, personId) => {
      const token = await beginSession(context.db, organizationId, personId, context.clock());
      reply.setCookie(cookieName(), token, { ...cookie(), maxAge: sessionSeconds });
    },
    signOut: async (request, reply) => {
      await endSession(context.db, tokenOf(request));
      reply.clearCookie(cookieName(), cookie());
    },
    signedIn,
    signedInBy: async (request, formToken) => {
      requireOwnPage(request);
      const found = await signedIn(request);
      if (found !== null && !sameSecret(found.formToken, formToken)) throw forged();
      return found;
    },
  };
}
