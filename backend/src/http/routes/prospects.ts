import { prospectFilters } from "@firstquadrant/core-client";
import { prospectCountSchema, prospectSchema } from "@firstquadrant/core-client/schemas";
import { z } from "zod";
import { scopeOf } from "../../keys/scope.ts";
import { countProspects } from "../../prospects/count.ts";
import { listProspects } from "../../prospects/list-prospects.ts";
import { readSearch } from "../../prospects/read-search.ts";
import { searchTerms } from "../../prospects/search-terms.ts";
import { answers } from "../answers.ts";
import type { App } from "../app-type.ts";
import type { Context } from "../context.ts";
import { listQuerySchema, paramsOf, selected } from "../list-query.ts";

const read = { scope: scopeOf("prospect", "read") };
const tags = ["Prospects"];

const filterSchemas = prospectFilters.map((name) => [
  `filter.${name}`,
  z
    .string()
    .optional()
    .meta({ description: name.endsWith(".in") ? "Any of these, divided by commas." : "See ProspectSearch." }),
]);
const searchQuerySchema = listQuerySchema
  .extend({
    query: z.string().optional().meta({ description: "Whole words, all of which are in a prospect's texts." }),
    orderBy: z.string().optional().meta({ description: "createdAt, and nothing else." }),
    ...Object.fromEntries(filterSchemas),
  })
  .meta({ description: "All that is given must hold." });

export function prospectRoutes(app: App, { db }: Context): void {
  app.get(
    "/prospects",
    {
      config: read,
      schema: {
        tags,
        summary: "Search the prospect database",
        description: "Email addresses come with the contacts, once an import of the method prospect takes them in.",
        querystring: searchQuerySchema,
        response: answers({ 200: z.array(prospectSchema) }),
      },
    },
    async (request) => {
      const params = paramsOf(request);
      const found = await listProspects(db, params);
      return found.map((one) => selected(one, params.select));
    },
  );

  app.get(
    "/prospects/count",
    {
      config: read,
      schema: {
        tags,
        summary: "Count the prospects that a search finds; above some thousands it is an estimate",
        querystring: searchQuerySchema,
        response: answers({ 200: prospectCountSchema }),
      },
    },
    async (request) => countProspects(db, searchTerms(readSearch(paramsOf(request)))),
  );
}
