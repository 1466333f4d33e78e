import type { Account } from "@firstquadrant/core-client";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";

declare module "fastify" {
  interface FastifyRequest {
    /** Who calls; null before it is known, and on routes that need no key. */
    account: Account | null;
  }
  interface FastifyContextConfig {
    /** What a key must be allowed to do; routes without it need no key. */
    scope?: string;
    /** The body is a file: it may take long, as long as it keeps coming. */
    isUpload?: boolean;
  }
}

/** The server, with routes typed by their schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;
