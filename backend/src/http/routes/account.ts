import { accountSchema } from "@firstquadrant/core-client/schemas";
import { scopeOf } from "../../keys/scope.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import { accountOf } from "../authenticate.ts";

export function accountRoutes(app: App): void {
  app.get(
    "/me",
    {
      config: { scope: scopeOf("organization", "read") },
      schema: { tags: ["Account"], summary: "Who the key is", response: answers({ 200: accountSchema }) },
    },
    async (request) => accountOf(request),
  );
}
