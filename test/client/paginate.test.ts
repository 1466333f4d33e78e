import { createClient, type Import, maxPageSize, paginate, sampleImport } from "@firstquadrant/core-client";
import { axiosTransport } from "@firstquadrant/core-client/axios";
import { describe, expect, test } from "@jest/globals";
import axios from "axios";
import { startLocalServer } from "./local-server.ts";

const items = (count: number): { id: string }[] =>
  Array.from({ length: count }, (_, at) => ({ id: `imp_${String(at).padStart(4, "0")}` }));

const collect = async <Item>(generator: AsyncGenerator<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of generator) all.push(item);
  return all;
};

describe("paginate", () => {
  test.each([
    [0, 1],
    [1, 1],
    [99, 1],
    [100, 2],
    [250, 3],
  ])("%i items take %i pages", async (count, pages) => {
    const all = items(count);
    const asked: (string | undefined)[] = [];
    const walked = await collect(
      paginate(async ({ limit, startingAfter }) => {
        asked.push(startingAfter);
        const start = startingAfter === undefined ? 0 : all.findIndex(({ id }) => id === startingAfter) + 1;
        return all.slice(start, start + limit);
      }),
    );
    expect(walked).toEqual(all);
    expect(asked).toHaveLength(pages);
  });

  test("asks for the next page only when it is wanted", async () => {
    let asked = 0;
    const walk = paginate(async () => {
      asked += 1;
      return items(maxPageSize);
    });
    await walk.next();
    expect(asked).toBe(1);
  });
});

test("a client walks a real server's list, with its filters on every page", async () => {
  const all: Import[] = items(205).map(({ id }) => ({ ...sampleImport, id }));
  const server = await startLocalServer(({ url }) => {
    const query = new URL(url, "http://local").searchParams;
    const after = query.get("startingAfter");
    const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    return { body: JSON.stringify(all.slice(start, start + Number(query.get("limit")))) };
  });
  try {
    const client = createClient({ transport: axiosTransport(axios), baseUrl: server.url });
    const walked = await collect(client.imports.all({ sort: "asc", filters: { "status.equals": "running" } }));
    expect(walked).toEqual(all);
    expect(server.received.map(({ url }) => url)).toEqual([
      "/v5/imports?sort=asc&limit=100&filter.status.equals=running",
      "/v5/imports?sort=asc&limit=100&startingAfter=imp_0099&filter.status.equals=running",
      "/v5/imports?sort=asc&limit=100&startingAfter=imp_0199&filter.status.equals=running",
    ]);
  } finally {
    await server.close();
  }
});
