import { z } from "zod";
import { personOfLink, useLink } from "../../people/sign-in-links.ts";
import type { App } from "../app-type.ts";
import type { Context } from "../context.ts";
import { sendPageOf } from "../pages/page.ts";
import { askForLinkPage, confirmPage, signedInPage } from "../pages/sign-in-pages.ts";
import { type PeopleSession, requireOwnPage } from "../people-session.ts";

const tooLate = "This link was used already, or is older than an hour. Ask whoever runs this server for another one.";

const schema = { hide: true };

/** A person who was about to allow an app something is taken back there, and to nowhere else. */
const linkBody = z.object({
  link: z.string(),
  next: z
    .string()
    .regex(/^\/oauth\/consent\/[\w-]+$/)
    .optional(),
});

/** The token of a link, whole or by itself, as it was pasted. */
const tokenIn = (link: string): string => link.trim().split("/").at(-1) ?? "";

/** Signing in by a one-time link, and out. */
export function signInRoutes(app: App, { db, clock }: Context, session: PeopleSession): void {
  app.get("/sign-in", { schema }, async (request, reply) => {
    const present = await session.signedIn(request);
    const page = present === null ? askForLinkPage(null) : signedInPage(present.person, present.formToken);
    return sendPageOf(reply, 200, page);
  });

  app.get(
    "/sign-in/:token",
    { schema: { ...schema, params: z.object({ token: z.string() }) } },
    async (request, reply) => {
      const { token } = request.params;
      const person = await personOfLink(db, token, clock());
      return person === null
        ? sendPageOf(reply, 410, askForLinkPage(tooLate))
        : sendPageOf(reply, 200, confirmPage(person, token));
    },
  );

  app.post("/sign-in", { schema: { ...schema, body: linkBody } }, async (request, reply) => {
    requireOwnPage(request);
    const used = await useLink(db, tokenIn(request.body.link), clock());
    if (used === null) return sendPageOf(reply, 410, askForLinkPage(tooLate));
    await session.signIn(reply, used.organizationId, used.personId);
    return reply.redirect(request.body.next ?? "/sign-in", 303);
  });

  app.post(
    "/sign-out",
    { schema: { ...schema, body: z.object({ formToken: z.string() }) } },
    async (request, reply) => {
      await session.signedInBy(request, request.body.formToken);
      await session.signOut(request, reply);
      return reply.redirect("/sign-in", 303);
    },
  );
}
