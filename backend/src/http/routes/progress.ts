import { importProgressSchema } from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { getImport } from "../../imports/find-import.ts";
import { scopeOf } from "../../keys/scope.ts";
import { findProgress, isUnderWay } from "../../runs/find-progress.ts";
import { createProgressFeed } from "../../runs/follow-progress.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { type Authentication, accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { createEventStreams } from "../event-streams.ts";

const scope = scopeOf("import", "read");

const description = `An extension. Records are counted as they are taken in; the total is estimated from the bytes that they
took of the file, and exact at the end.

With \`Accept: text/event-stream\` the answer goes on: an event \`progress\` at once and on every change, each with this same
object, a comment at least every 15 seconds, and an event \`end\` when no run is under way any more. An answer that is closed
without it was cut off: ask again.`;

export function progressRoutes(
  app: App,
  { db, clock }: Context,
  { authenticate }: Pick<Authentication, "authenticate">,
) {
  const streams = createEventStreams(app);
  const feed = createProgressFeed(db, clock, (error) =>
    app.log.error({ err: error }, "progress could not be looked for"),
  );

  app.get(
    "/imports/:id/progress",
    {
      config: { scope },
      schema: {
        tags: ["Imports"],
        summary: "How far an import's run is, once or as it moves on",
        description,
        params: z.object({ id: z.string() }),
        response: answers({
          200: {
            description: "How far it is",
            content: {
              "application/json": { schema: importProgressSchema },
              "text/event-stream": { schema: z.string() },
            },
          },
        }),
      },
    },
    async (request, reply) => {
      const organizationId = accountOf(request).organization.id;
      const { id } = await getImport(db, organizationId, request.params.id);
      const isStream = request.method === "GET" && request.headers.accept?.includes("text/event-stream") === true;
      if (!isStream) return findProgress(db, organizationId, id, clock());

      const isAllowed = async () => (await authenticate(request, scope)).organization.id === organizationId;
      let unfollow = () => {};
      const stream = streams.open(reply, isAllowed, () => unfollow());
      unfollow = feed.follow(organizationId, id, (progress) => {
        stream.send("progress", progress);
        if (!isUnderWay(progress)) stream.end("end", progress);
      });
      return reply.send(stream.body);
    },
  );
}
