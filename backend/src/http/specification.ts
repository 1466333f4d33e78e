import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { apiErrorSchema } from "@firstquadrant/core-client/schemas";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { App } from "./app-type.ts";

const description = `Contacts come in through **imports**: by an app, a webhook, a file or the prospect database.

The API keeps FirstQuadrant's published v5 conventions: a bearer key, the header \`FirstQuadrant-Organization-ID\`,
bare arrays with \`limit\` and \`startingAfter\`, \`filter.<field>.<operator>\`, and errors of one shape. What FirstQuadrant
does not publish (imports as a resource, batches, events, subscriptions, idempotency keys) is an extension in that style.

Every POST, PUT, PATCH and DELETE takes an \`Idempotency-Key\`: the same key with the same request gets the first answer again.`;

const anyEvent = {
  post: {
    summary: "An event, delivered to a subscription's target",
    description:
      "Signed as Standard Webhooks: webhook-id (the event's id, the same at every attempt), webhook-timestamp and webhook-signature. Answer 2xx to accept, 410 to end the subscription.",
    requestBody: {
      content: { "application/json": { schema: { $ref: "#/components/schemas/Event" } } },
    },
    responses: { "200": { description: "Accepted" } },
  },
};

/** Describes the API at `/v5/docs`, for machines, and at `/v5/swagger`, for people. */
export async function addSpecification(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "FirstQuadrant Connect", version: "5", description },
      components: {
        securitySchemes: { key: { type: "http", scheme: "bearer", description: "An API key: fqa_…" } },
      },
      security: [{ key: [] }],
      webhooks: { event: anyEvent },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: "/v5/swagger",
    uiConfig: { persistAuthorization: true },
    theme: {
      title: "FirstQuadrant Connect",
      css: [{ filename: "theme.css", content: ".swagger-ui .topbar { display: none }" }],
    },
  });
  app.get("/v5/docs", { schema: { hide: true } }, async () => app.swagger());
}

/** Every route can answer these: they are said once here and not at each route. */
export function addErrorResponses(app: App): void {
  app.addHook("onRoute", (route) => {
    const { schema } = route;
    if (schema === undefined || !("response" in schema) || typeof schema.response !== "object") return;
    schema.response = { ...schema.response, "4xx": apiErrorSchema, "5xx": apiErrorSchema };
  });
}
