import { undoInputSchema, undoResultSchema } from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { findStoredAnswers, idempotencyMismatch } from "../../idempotency/stored-answer.ts";
import { scopeOf } from "../../keys/scope.ts";
import { undoImport } from "../../undo/undo-import.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";
import type { Context } from "../context.ts";
import { idempotencyKeyOf, sendAnswer } from "../idempotency.ts";

export function undoRoutes(app: App, { db, clock, runOnce }: Context): void {
  app.post(
    "/imports/:id/undo",
    {
      config: { scope: scopeOf("import", "write") },
      schema: {
        tags: ["Imports"],
        summary: "Take back what an import, or one of its runs, created and changed, unless changed since",
        params: z.object({ id: z.string() }),
        body: undoInputSchema.nullish(),
        response: answers({ 200: undoResultSchema }),
      },
    },
    async (request, reply) => {
      const { organization } = accountOf(request);
      const key = idempotencyKeyOf(request);
      const [first] = key === null ? [] : await findStoredAnswers(db, organization.id, [key.key]);
      if (first !== undefined) {
        if (first.fingerprint !== key?.fingerprint) throw idempotencyMismatch(first.key);
        return sendAnswer(reply, { status: first.status, body: first.body, isReplay: true });
      }
      const scope = {
        organizationId: organization.id,
        importId: request.params.id,
        runId: request.body?.runId ?? null,
      };
      // It works in transactions of its own, and may be done twice: only its answer is to be the same.
      const body = await undoImport(db, scope, clock);
      return sendAnswer(reply, await runOnce(organization.id, key, async () => ({ status: 200, body })));
    },
  );
}
