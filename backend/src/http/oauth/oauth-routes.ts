import type Provider from "oidc-provider";
import type { App } from "../app-type.ts";
import type { Authentication } from "../authenticate.ts";
import type { Context } from "../context.ts";
import type { PeopleSession } from "../people-session.ts";
import { consentRoutes } from "./consent.ts";
import { createProvider } from "./provider.ts";

const mount = "/oauth";

/** Runs the library's own routes under `/oauth`, and our consent pages beside them. */
export async function oauthRoutes(
  app: App,
  context: Context,
  session: PeopleSession,
  { forget }: Pick<Authentication, "forget">,
): Promise<void> {
  const onServerError = (error: unknown) => app.log.error({ err: error }, "the authorization server failed");
  let made: Promise<Provider> | null = null;
  // When it is first needed: before the server listens, it does not know its own address.
  const provider = (): Promise<Provider> => {
    made ??= createProvider(context.origin(), { ...context, onEnded: forget, onServerError }).catch(
      (error: unknown) => {
        made = null;
        throw error;
      },
    );
    return made;
  };

  consentRoutes(app, context, session, provider);
  await app.register(async (scope) => {
    // The library reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _body, done) => done(null));
    scope.all(`${mount}/*`, { schema: { hide: true } }, async (request, reply) => {
      const handle = (await provider()).callback();
      const { raw } = request;
      const { url = "" } = raw;
      const protocol = new URL(context.origin()).protocol.replace(":", "");
      Object.assign(raw.headers, { "x-forwarded-proto": protocol });
      Object.assign(raw, { originalUrl: url, url: url.slice(mount.length) });
      reply.hijack();
      reply.raw.setHeader("X-Request-Id", request.id);
      await handle(raw, reply.raw);
    });
  });
}
