import { describe, expect, test } from "@jest/globals";
import { send } from "../helpers/api.ts";
import { databases } from "../helpers/backend.ts";
import { eventually } from "../helpers/eventually.ts";
import { putFile, uploadImport } from "../helpers/file-upload.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { runningBackend, runningImport } from "../helpers/running-backend.ts";

// While one batch of an organization is written, the next is read and decided. Nobody may see that.
describe.each(databases)("batches that follow upon each other (%s)", (database) => {
  const running = runningBackend(database);
  const get = async (path: string) => (await send(running.backend, "GET", path)).body;
  const post = (path: string, body?: unknown) => send(running.backend, "POST", path, body);
  const people = (count: number, of: (number: number) => object) =>
    Array.from({ length: count }, (_, number) => ({ contact: of(number) }));

  test("a file that tells of each contact again and again leaves what it said last", async () => {
    const { backend } = running;
    const lines = Array.from({ length: 6000 }, (_, line) => `again${line % 700}@example.com,Version ${line}`);
    const id = await uploadImport(backend);
    await post(`/v5/imports/${id}/start`);
    await putFile(backend, id, `Email,Name\n${lines.join("\n")}\n`);
    await eventually(async () => expect(await get(`/v5/imports/${id}`)).toMatchObject({ status: "completed" }));
    const { counts } = await get(`/v5/imports/${id}`);
    expect(counts).toMatchObject({ received: 6000, created: 700, updated: 5300, rejected: 0 });
    for (const number of [0, 399, 400, 699]) {
      const [found] = await get(`/v5/contacts?filter.email.equals=again${number}@example.com`);
      const last = number + 700 * Math.floor((5999 - number) / 700);
      expect(found).toMatchObject({ name: `Version ${last}` });
    }
  });

  test("requests about the same contacts and companies are decided one after the other", async () => {
    const to = await runningImport(running.backend);
    const records = (turn: number) =>
      people(400, (number) => ({ email: `same${number}@example.com`, city: `City ${turn}` })).map((record, number) => ({
        ...record,
        company: { name: `Same ${number % 50}` },
      }));
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((turn) => post(`/v5/imports/${to.id}/contacts/batch`, { records: records(turn) })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { counts } = await get(`/v5/imports/${to.id}`);
    expect(counts).toMatchObject({ received: 2400, created: 400, updated: 2000 });
    const companies = new Set(
      answers.flatMap(({ body }) =>
        body.results.map((result: { contact: { company: { id: string } } }) => result.contact.company.id),
      ),
    );
    expect(companies.size).toBe(50);
  });

  // Only a rule of its own makes PostgreSQL refuse what was read before; the other database has no door for it.
  if (database === "postgres") {
    test("a record that the database will not hold spoils none of the batches beside it", async () => {
      const to = await runningImport(running.backend);
      await inDatabase(running.storage, (client) =>
        client.query("alter table contacts add constraint no_poison check (email not like 'poison%')"),
      );
      const answers = await Promise.all(
        [0, 1, 2, 3].map((turn) =>
          post(`/v5/imports/${to.id}/contacts/batch`, {
            records: people(300, (number) => ({
              email: `${turn === 1 && number === 7 ? "poison" : "beside"}${turn}-${number}@example.com`,
            })),
          }),
        ),
      );
      expect(answers.map(({ body }) => body.counts.created)).toEqual([300, 299, 300, 300]);
      const { counts } = await get(`/v5/imports/${to.id}`);
      expect(counts).toMatchObject({ received: 1200, created: 1199, rejected: 1 });
    });
  }

  test("an import that is completed in the middle takes in whole requests, and nothing after", async () => {
    const to = await runningImport(running.backend);
    const sent = Array.from({ length: 12 }, (_, turn) =>
      post(`/v5/imports/${to.id}/contacts/batch`, {
        records: people(300, (number) => ({ email: `middle${turn}-${number}@example.com` })),
      }),
    );
    await Promise.race(sent);
    const completed = await post(`/v5/imports/${to.id}/complete`);
    expect(completed.status).toBe(200);
    const answers = await Promise.all(sent);
    const taken = answers.filter(({ status }) => status === 200).length;
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(12 - taken);
    const { counts } = await get(`/v5/imports/${to.id}`);
    expect(counts).toMatchObject({ received: taken * 300, created: taken * 300 });
  });

  test("who pages through the rows while they are written finds every one", async () => {
    const to = await runningImport(running.backend);
    let isWriting = true;
    const writing = Promise.all(
      Array.from({ length: 8 }, (_, turn) =>
        post(`/v5/imports/${to.id}/contacts/batch`, {
          records: people(300, (number) => ({ email: `order${turn}-${number}@example.com` })),
        }),
      ),
    ).finally(() => {
      isWriting = false;
    });
    const found: string[] = [];
    for (let isLast = false; !isLast; ) {
      isLast = !isWriting;
      for (let isMore = true; isMore; ) {
        const after = found.length === 0 ? "" : `&startingAfter=${found.at(-1)}`;
        const page: { id: string }[] = await get(`/v5/imports/${to.id}/rows?sort=asc&limit=100${after}`);
        found.push(...page.map(({ id }) => id));
        isMore = page.length === 100;
      }
    }
    await writing;
    expect(found).toHaveLength(2400);
    expect(new Set(found).size).toBe(2400);
  });
});
