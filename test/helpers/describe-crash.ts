import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { send } from "./api.ts";
import { type Backend, createStorage, databases, type Storage, startBackend } from "./backend.ts";
import { eventually } from "./eventually.ts";
import { listen } from "./listen.ts";

const rounds = 10;
const clients = 20;
const answeredPerRound = 60;

/** What the senders know: which records were answered, and which were sent and not answered. */
interface Sent {
  answered: string[];
  unanswered: string[];
}

/** Sends a record under a key of its own; whatever happens to the answer, it is noted. */
async function sendRecord(backend: Backend, importId: string, email: string, sent: Sent): Promise<boolean> {
  const answer = await send(
    backend,
    "POST",
    `/v5/imports/${importId}/contacts`,
    { contact: { email, name: "Some Body" }, company: { name: `Company ${email.length}` } },
    { "Idempotency-Key": email },
  ).catch(() => null);
  const isAnswered = answer?.status === 200;
  (isAnswered ? sent.answered : sent.unanswered).push(email);
  return isAnswered;
}

/** Sends one record after the other, each to another process, until a process is gone. */
async function sendMany(backends: Backend[], importId: string, name: string, sent: Sent): Promise<void> {
  for (let number = 0; ; number += 1) {
    const backend = backends[number % backends.length];
    if (backend === undefined) return;
    if (!(await sendRecord(backend, importId, `${name}-${number}@example.com`, sent))) return;
  }
}

/** Makes and starts imports, until the process is gone; answers with the ids of those whose start was answered. */
async function changeStatuses(backend: Backend, name: string): Promise<string[]> {
  const started: string[] = [];
  for (let number = 0; ; number += 1) {
    const answer = await send(backend, "PUT", "/v5/imports/start", {
      name: `${name} ${number}`,
      method: "webhook",
    }).catch(() => null);
    if (answer?.status !== 200) return started;
    started.push(answer.body.import.id);
  }
}

/** Counts the deliveries of each event. */
async function startReceiver(): Promise<{ server: Server; url: string; seen: Map<string, number> }> {
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const id = String(request.headers["webhook-id"]);
    seen.set(id, (seen.get(id) ?? 0) + 1);
    request.resume();
    request.once("end", () => response.end());
  });
  return { server, url: `${await listen(server)}/`, seen };
}

/** Every item of a list. */
async function all<Item extends { id: string }>(backend: Backend, path: string): Promise<Item[]> {
  const items: Item[] = [];
  for (;;) {
    const after = items.length === 0 ? "" : `&startingAfter=${items.at(-1)?.id}`;
    const page: Item[] = (await send(backend, "GET", `${path}limit=100${after}`)).body;
    items.push(...page);
    if (page.length < 100) return items;
  }
}

interface Row {
  id: string;
  input: { contact: { email: string } };
}

const emailsOf = (rows: Row[]) => rows.map(({ input }) => input.contact.email);

/**
 * Describes what must hold when every process is killed in the middle of its work, again and again. Skipped on a
 * database that is not there.
 */
export function describeCrash(database: "embedded" | "postgres", processes: number): void {
  const isThere = databases.includes(database);
  (isThere ? describe : describe.skip)(`killed in the middle: ${processes} process(es) on ${database}`, () => {
    let storage: Storage;
    let receiver: Awaited<ReturnType<typeof startReceiver>>;
    let apiKey = "";

    beforeAll(async () => {
      storage = await createStorage(database);
      receiver = await startReceiver();
    });

    afterAll(async () => {
      receiver?.server.close();
      await storage?.remove();
    });

    async function start(): Promise<Backend> {
      // A lease is four times as long: what a killed process had under way is sent again soon.
      const backend = await startBackend(storage, { DELIVERY_TIMEOUT: "2" });
      apiKey ||= backend.apiKey;
      return { ...backend, apiKey };
    }

    test(`${rounds} times: what was answered is there once, and every status change was delivered`, async () => {
      const sent: Sent = { answered: [], unanswered: [] };
      const changed: string[] = [];
      let importId = "";

      for (let round = 0; round < rounds; round += 1) {
        const first = await start();
        const backends = [first];
        while (backends.length < processes) backends.push(await start());
        if (round === 0) {
          const started = await send(first, "PUT", "/v5/imports/start", { name: "Kill", method: "app", app: "test" });
          importId = started.body.import.id;
          const subscription = { targetUrl: receiver.url, eventTypes: ["import.status_changed"] };
          expect((await send(first, "POST", "/v5/subscriptions", subscription)).status).toBe(201);
        }
        // A sender that got no answer says it again: the record is there once, whether it was stored before or not.
        const again = sent.unanswered.splice(0);
        await Promise.all(again.map((email) => sendRecord(first, importId, email, sent)));
        expect(sent.unanswered).toEqual([]);

        const names = Array.from({ length: clients }, (_, index) => `r${round}c${index}`);
        const sending = names.map((name) => sendMany(backends, importId, name, sent));
        const changing = changeStatuses(first, `Round ${round}`);
        const enough = sent.answered.length + answeredPerRound;
        await eventually(() => expect(sent.answered.length).toBeGreaterThan(enough), { everyMs: 5 });
        await Promise.all(backends.map((backend) => backend.kill()));
        await Promise.all(sending);
        changed.push(...(await changing));
      }

      const last = await start();
      const again = sent.unanswered.splice(0);
      await Promise.all(again.map((email) => sendRecord(last, importId, email, sent)));

      const rows = emailsOf(await all<Row>(last, `/v5/imports/${importId}/rows?`));
      expect(rows.toSorted()).toEqual(sent.answered.toSorted());
      const { counts } = (await send(last, "GET", `/v5/imports/${importId}`)).body;
      expect(counts).toMatchObject({ received: rows.length, created: rows.length });
      const contacts = await send(last, "GET", `/v5/contacts/count?filter.importId.equals=${importId}`);
      expect(contacts.body).toEqual({ count: rows.length });

      const events = await all<{ id: string; data: { import: { id: string } } }>(
        last,
        "/v5/events?filter.type.equals=import.status_changed&",
      );
      expect(changed.length).toBeGreaterThanOrEqual(rounds);
      for (const id of changed) {
        const [event, ...more] = events.filter(({ data }) => data.import.id === id);
        expect(more).toEqual([]);
        await eventually(() => expect(receiver.seen.has(event?.id ?? "")).toBe(true), { timeoutMs: 90_000 });
      }
      await last.stop();
    }, 600_000);
  });
}
