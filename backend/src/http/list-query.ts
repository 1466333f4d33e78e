import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Db } from "../db/db.ts";
import { countAll, type ListSource, listPage } from "../lists/list.ts";
import { type Filter, readListParams } from "../lists/list-params.ts";

/** The query of every list, for the API's description. It is read by `readListParams`, which knows the filters too. */
export const listQuerySchema = z
  .looseObject({
    limit: z.string().optional().meta({ description: "How many, 1 to 100. Default 25." }),
    startingAfter: z.string().optional().meta({ description: "Id of the last item seen: what comes after it." }),
    endingBefore: z.string().optional().meta({ description: "Id of the first item seen: what comes before it." }),
    orderBy: z.string().optional().meta({ description: "A field of the answer. Default createdAt." }),
    sort: z.string().optional().meta({ description: "asc or desc. Default desc." }),
    query: z.string().optional().meta({ description: "Text to look for, in either case." }),
  })
  .meta({ description: "Also filter.<field>.<operator>=… (all must hold) and select[]=<field> (repeated)." });

export const countSchema = z.object({ count: z.int() });

/** What a list was asked for. @throws AppError `invalid_parameters` */
export const paramsOf = (request: FastifyRequest) =>
  readListParams(Object.fromEntries(Object.entries(request.query ?? {})));

/** A source, or how it follows from the filters. */
type Source = ListSource | ((filters: readonly Filter[]) => ListSource);

const sourceFor = (source: Source, filters: readonly Filter[]): ListSource =>
  typeof source === "function" ? source(filters) : source;

/** An item with the fields that were asked for; all of it where none were. */
export const selected = <Item extends object>(item: Item, names: readonly string[]): object =>
  names.length === 0 ? item : Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));

/** Answers a page of a list. */
export async function sendPage<Row, Item extends object>(
  { request, reply, db }: { request: FastifyRequest; reply: FastifyReply; db: Db },
  source: Source,
  organizationId: string,
  toItems: (rows: Row[]) => Item[] | Promise<Item[]>,
): Promise<FastifyReply> {
  const params = paramsOf(request);
  const items = await toItems(await listPage<Row>(db, sourceFor(source, params.filters), organizationId, params));
  return reply.send(items.map((item) => selected(item, params.select)));
}

/** Answers how many there are under the same filters. */
export async function sendCount(
  { request, reply, db }: { request: FastifyRequest; reply: FastifyReply; db: Db },
  source: Source,
  organizationId: string,
): Promise<FastifyReply> {
  const params = paramsOf(request);
  return reply.send({ count: await countAll(db, sourceFor(source, params.filters), organizationId, params) });
}
