import type { FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import { z } from "zod";
import { findClient } from "../../oauth/clients.ts";
import { grantable, oauthScopes } from "../../oauth/oauth-scopes.ts";
import { subjectOf } from "../../oauth/oauth-token.ts";
import type { App } from "../app-type.ts";
import type { Context } from "../context.ts";
import { consentPage, signInFirstPage } from "../pages/consent-pages.ts";
import { sendPageOf } from "../pages/page.ts";
import { messagePage } from "../pages/sign-in-pages.ts";
import type { PeopleSession } from "../people-session.ts";
import { consentPath } from "./provider.ts";

const params = z.object({ uid: z.string() });
const body = z.object({ formToken: z.string() });
const asked = z.object({ client_id: z.string(), redirect_uri: z.string(), scope: z.string().default("") });

const over = messagePage(
  "This page is over",
  "It was answered already, or is older than an hour, or was opened in another browser. Go back to the app and connect again.",
);

/** What stands in `form-action` for an address: the browser watches where an answered form leads. */
const formTarget = (address: string): string => {
  const { protocol, origin } = new URL(address);
  return origin === "null" ? protocol : origin;
};

/** What an app asks for, and a person's browser has not answered yet. */
interface Request {
  clientId: string;
  appName: string;
  redirectUri: string;
  scopes: string[];
}

/** The pages that ask a person whether an app may act for them. */
export function consentRoutes(
  app: App,
  context: Context,
  session: PeopleSession,
  provider: () => Promise<Provider>,
): void {
  /** Null when the request is over, or is not this browser's. */
  async function requestOf({ raw }: FastifyRequest, reply: FastifyReply): Promise<Request | null> {
    const details = await (await provider()).interactionDetails(raw, reply.raw).catch(() => null);
    if (details === null) return null;
    const { client_id: clientId, redirect_uri: redirectUri, scope } = asked.parse(details.params);
    const client = await findClient(context.db, clientId);
    if (client === null) return null;
    const scopes = scope.split(" ").filter((one) => oauthScopes.has(one));
    return { clientId, redirectUri, scopes, appName: client.name };
  }

  /** Takes the person back to the app, by way of the authorization server. */
  async function finish(request: FastifyRequest, reply: FastifyReply, result: object): Promise<FastifyReply> {
    const returnTo = await (await provider()).interactionResult(request.raw, reply.raw, { ...result });
    return reply.redirect(returnTo, 303);
  }

  const said = (scopes: readonly string[]): string[] => scopes.map((scope) => oauthScopes.get(scope) ?? scope);

  app.get("/oauth/consent/:uid", { schema: { hide: true, params } }, async (request, reply) => {
    const path = consentPath(request.params.uid);
    const found = await requestOf(request, reply);
    if (found === null) return sendPageOf(reply, 410, over);
    const present = await session.signedIn(request);
    if (present === null) return sendPageOf(reply, 200, signInFirstPage(found.appName, path));
    const { person, formToken } = present;
    const may = grantable(found.scopes, person.role);
    const told = {
      appName: found.appName,
      backTo: new URL(found.redirectUri).host,
      may: said(may),
      mayNot: said(found.scopes.filter((scope) => !may.includes(scope))),
    };
    return sendPageOf(reply, 200, consentPage(person, told, path, formToken), [formTarget(found.redirectUri)]);
  });

  app.post("/oauth/consent/:uid/allow", { schema: { hide: true, params, body } }, async (request, reply) => {
    const found = await requestOf(request, reply);
    if (found === null) return sendPageOf(reply, 410, over);
    const present = await session.signedInBy(request, request.body.formToken);
    if (present === null) return reply.redirect(consentPath(request.params.uid), 303);
    const { person } = present;
    const accountId = subjectOf(person.organization.id, person.id);
    const { Grant } = await provider();
    const grant = new Grant({ accountId, clientId: found.clientId });
    const may = grantable(found.scopes, person.role);
    const mayNot = found.scopes.filter((scope) => !may.includes(scope));
    grant.addOIDCScope(may.join(" "));
    if (mayNot.length > 0) grant.rejectOIDCScope(mayNot.join(" "));
    const grantId = await grant.save();
    return finish(request, reply, { login: { accountId, remember: false }, consent: { grantId } });
  });

  app.post("/oauth/consent/:uid/deny", { schema: { hide: true, params, body } }, async (request, reply) => {
    const found = await requestOf(request, reply);
    if (found === null) return sendPageOf(reply, 410, over);
    await session.signedInBy(request, request.body.formToken);
    return finish(request, reply, { error: "access_denied", error_description: "The person did not allow it." });
  });
}
