import { acrossOrganizations } from "../../db/reach.ts";
import type { App } from "../app-type.ts";
import type { Context } from "../context.ts";

/** For whoever watches over the process: `live` says that it need not be restarted, `ready` that work may be sent. */
export function healthRoutes(app: App, context: Context): void {
  app.get("/health/live", { schema: { hide: true }, logLevel: "warn" }, async () => ({ status: "ok" }));

  app.get("/health/ready", { schema: { hide: true }, logLevel: "warn" }, async (_request, reply) => {
    const isReady =
      context.isReady() &&
      (await acrossOrganizations("no row is read", () => context.db.query({ text: "select 1" })).then(
        () => true,
        () => false,
      ));
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ok" : "not ready" });
  });
}
