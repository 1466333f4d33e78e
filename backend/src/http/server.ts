import cookie from "@fastify/cookie";
import fastify, { type FastifyBaseLogger, LogController } from "fastify";
import { validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { withinOrganization } from "../db/reach.ts";
import { AppError } from "../errors.ts";
import { newId } from "../ids.ts";
import { answerBroken } from "./answer-broken.ts";
import type { App } from "./app-type.ts";
import { createAuthentication } from "./authenticate.ts";
import { addBodyFormats } from "./body-formats.ts";
import { boundHeads, boundSending } from "./bound-sending.ts";
import type { Context } from "./context.ts";
import { decompressBodies } from "./decompress.ts";
import { answerError } from "./error-answer.ts";
import { createLimitRate } from "./limit-rate.ts";
import { oauthRoutes } from "./oauth/oauth-routes.ts";
import { createPeopleSession } from "./people-session.ts";
import { addResponseHeaders } from "./response-headers.ts";
import { accountRoutes } from "./routes/account.ts";
import { contactRoutes } from "./routes/contacts.ts";
import { contactDataRoutes } from "./routes/contacts-data.ts";
import { eventRoutes } from "./routes/events.ts";
import { fieldRoutes } from "./routes/fields.ts";
import { fileRoutes } from "./routes/files.ts";
import { healthRoutes } from "./routes/health.ts";
import { recordRoutes } from "./routes/import-records.ts";
import { importRoutes } from "./routes/imports.ts";
import { intakeRoutes } from "./routes/intake.ts";
import { keyRoutes } from "./routes/keys.ts";
import { progressRoutes } from "./routes/progress.ts";
import { prospectRoutes } from "./routes/prospects.ts";
import { qualificationRoutes } from "./routes/qualification.ts";
import { signInRoutes } from "./routes/sign-in.ts";
import { subscriptionRoutes } from "./routes/subscriptions.ts";
import { undoRoutes } from "./routes/undo.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import { addErrorResponses, addSpecification } from "./specification.ts";

const noSuchRoute = (method: string, url: string) =>
  new AppError("not_found", `There is no ${method} ${url}.`, "GET /v5/docs describes every call that there is.");

/** Makes the server. It listens only when told to. */
export async function createServer(context: Context, logger: FastifyBaseLogger): Promise<App> {
  const app: App = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId("req"),
    // A logger for each request costs more than the two lines that name it.
    childLoggerFactory: (log) => log,
    bodyLimit: context.config.bodyLimitBytes,
    forceCloseConnections: "idle",
    http: boundHeads(context.config.requestTimeout),
    clientErrorHandler: answerBroken,
    routerOptions: { maxParamLength: 200 },
    // An address that no route can be looked up for comes past all hooks.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply.header("X-Request-Id", request.id)),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // Answers are made by typed functions, and stored ones are to be sent again as they were: no second look at them.
  app.setSerializerCompiler(() => (body) => JSON.stringify(body));
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request) => {
    throw noSuchRoute(request.method, request.url.split("?")[0]?.replace(/(trigger|sign-in)\/.*/, "$1/…") ?? "");
  });
  app.decorateRequest("account", null);
  addResponseHeaders(app, context.config.commit);
  boundSending(app, context.config.requestTimeout);
  decompressBodies(app);
  addBodyFormats(app);
  addErrorResponses(app);
  await addSpecification(app);

  const limitRate = await createLimitRate(app, context.config.rateLimitPerMinute);
  const authentication = createAuthentication(context.db, context.clock);
  app.addHook("onRequest", async (request, reply) => {
    const { scope } = request.routeOptions.config;
    if (scope === undefined) return;
    request.account = await authentication.authenticate(request, scope);
    context.keyUse.note(request.account);
    await limitRate(request, reply, request.account.id);
  });
  // After the body has come in: what its bytes call back does not know of the request.
  app.addHook("preValidation", (request, _reply, done) => {
    if (request.account === null) done();
    else withinOrganization(request.account.organization.id, done);
  });
  // One line for each request. The route's pattern, not its address: a trigger's address is a credential.
  app.addHook("onResponse", (request, reply, done) => {
    request.log.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? "none",
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(request.account && { organization: request.account.organization.id, key: request.account.id }),
      },
      "request",
    );
    done();
  });

  await app.register(cookie);
  healthRoutes(app, context);
  const peopleSession = createPeopleSession(context);
  signInRoutes(app, context, peopleSession);
  await oauthRoutes(app, context, peopleSession, authentication);
  await app.register(
    async (v5: App) => {
      accountRoutes(v5);
      importRoutes(v5, context);
      recordRoutes(v5, context);
      intakeRoutes(v5, context, limitRate);
      qualificationRoutes(v5, context);
      contactRoutes(v5, context);
      contactDataRoutes(v5, context);
      fieldRoutes(v5, context);
      prospectRoutes(v5, context);
      await fileRoutes(v5, context);
      await uploadRoutes(v5, context);
      eventRoutes(v5, context);
      subscriptionRoutes(v5, context);
      undoRoutes(v5, context);
      progressRoutes(v5, context, authentication);
      keyRoutes(v5, context, authentication);
    },
    { prefix: "/v5" },
  );
  return app;
}
