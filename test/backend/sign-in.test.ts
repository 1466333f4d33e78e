import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Backend, createStorage, databases, type Storage, startBackend } from "../helpers/backend.ts";
import { openBrowser } from "../helpers/browser.ts";
import { eventually } from "../helpers/eventually.ts";
import { inDatabase } from "../helpers/in-database.ts";
import { createMovedClock } from "../helpers/moved-clock.ts";
import { operatorCommand } from "../helpers/operator-command.ts";

const hour = 3_600_000;

describe.each(databases)("signing in by a one-time link (%s)", (database) => {
  const clock = createMovedClock();
  let storage: Storage;
  let backend: Backend;
  let firstLink: string;
  let graceId: string;
  let graceLinks: string[];
  const people = (...args: string[]) => operatorCommand("people", storage, args);
  const browser = () => openBrowser(backend.url);
  const pathOf = (address = "") => new URL(address).pathname;

  beforeAll(async () => {
    storage = await createStorage(database);
    const first = await startBackend(storage, clock.env);
    firstLink = pathOf(first.signInUrl);
    await first.stop();
    const grace = ["--name", "Grace <b>", "--email", "Grace@Example.com", "--read-only"];
    const { printed } = await people("invite", ...grace);
    graceId = printed.FIRSTQUADRANT_PERSON_ID ?? "";
    const again = await people("link", graceId);
    graceLinks = [printed, again.printed].map((lines) => pathOf(lines.FIRSTQUADRANT_SIGN_IN_URL));
    backend = await startBackend(storage, clock.env, ["--new-link"]);
  }, 240_000);

  afterAll(async () => {
    await backend?.stop();
    await storage?.remove();
    clock.remove();
  });

  test("it is printed by the first start, and signs in once, on a page that says who", async () => {
    const one = browser();
    // Mail programs open links before anybody does: that alone uses nothing up.
    await one.open(firstLink);
    const page = await one.open(firstLink);
    expect(page.text).toContain("sign in as Administrator");
    const done = await one.send(page, "Sign in");
    expect({ status: done.status, url: done.url }).toEqual({ status: 200, url: `${backend.url}/sign-in` });
    expect(done.text).toContain("My organization");
    expect((await one.open("/sign-in")).text).toContain("You are signed in");

    const other = browser();
    const again = await other.send(page, "Sign in");
    expect({ status: again.status, text: again.text }).toEqual({
      status: 410,
      text: expect.stringContaining("was used already"),
    });
    expect((await other.open(firstLink)).status).toBe(410);
    expect(other.cookies.size).toBe(0);
  });

  test("the session is a cookie that no script and no other site gets at, and ends by signing out", async () => {
    const one = browser();
    // The link may be pasted whole.
    const signedIn = await one.send(await one.open("/sign-in"), "Sign in", { link: `${backend.signInUrl} ` });
    expect(one.received).toEqual([
      expect.stringMatching(/^firstquadrant=\w+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const stolen = [...one.cookies.values()][0]?.value ?? "";

    for (const [fields, headers] of [
      [{}, { Origin: "https://elsewhere.example" }],
      [{}, { "Sec-Fetch-Site": "cross-site" }],
      [{ formToken: "guessed" }, {}],
    ] as const) {
      expect((await one.send(signedIn, "Sign out", fields, headers)).status).toBe(403);
    }
    expect((await one.open("/sign-in")).text).toContain("You are signed in");
    expect((await one.send(signedIn, "Sign out")).text).toContain("Paste the sign-in link");
    const after = await fetch(`${backend.url}/sign-in`, { headers: { Cookie: stolen } });
    expect(await after.text()).toContain("Paste the sign-in link");
  });

  test("the operator invites by name and address; a form of another site signs nobody in", async () => {
    const [link = ""] = graceLinks;
    const one = browser();
    const page = await one.open(link);
    expect((await one.send(page, "Sign in", {}, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect(one.cookies.size).toBe(0);
    const signedIn = await one.send(page, "Sign in");
    expect(signedIn.text).toContain("Grace &lt;b&gt; (grace@example.com)");
    expect(signedIn.text).toContain("look at everything");
  });

  test("pages load nothing, run nothing, and are shown in no frame", async () => {
    const { headers, text } = await browser().open("/sign-in");
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get("cache-control")).toBe("no-store");
    expect(text).not.toMatch(/<script|<link|<img|https?:/);
  });

  test("a link is over after an hour, and is not in the log", async () => {
    const [, link = ""] = graceLinks;
    const secret = link.slice(-32);
    const one = browser();
    const page = await one.open(link);
    await one.open(`${link}/more`);
    clock.moveTo(new Date(clock.now().getTime() + hour));
    await eventually(async () => expect((await one.open(link)).status).toBe(410));
    expect((await one.send(page, "Sign in")).status).toBe(410);
    expect(backend.log()).not.toContain(secret);
    if (database === "embedded") return;

    const stored = await inDatabase(storage, (client) => client.query("select * from sign_in_links"));
    expect(JSON.stringify(stored.rows)).not.toContain(secret);
    const { printed } = await people("link", graceId);
    // Made by the machine's clock, and over by the backend's.
    expect((await one.open(pathOf(printed.FIRSTQUADRANT_SIGN_IN_URL))).status).toBe(410);
  });
});

describe.each(databases.filter((one) => one === "postgres"))("beside a backend that runs (%s)", (database) => {
  test("whoever is removed is signed out, and a session is over after thirty days", async () => {
    const clock = createMovedClock();
    const storage = await createStorage(database);
    const backend = await startBackend(storage, clock.env);
    const people = (...args: string[]) => operatorCommand("people", storage, args);
    try {
      const { printed } = await people("invite", "--name", "Ada", "--email", "ada@example.com");
      const id = printed.FIRSTQUADRANT_PERSON_ID ?? "";
      const ada = openBrowser(backend.url);
      await ada.send(await ada.open(new URL(printed.FIRSTQUADRANT_SIGN_IN_URL ?? "").pathname), "Sign in");
      expect((await ada.open("/sign-in")).text).toContain("Ada (ada@example.com)");
      expect((await people("list")).output).toMatch(new RegExp(`^${id}  admin     ada@example\\.com  "Ada"$`, "m"));
      expect(await people("remove", id)).toMatchObject({ code: 0, errors: "" });
      expect((await ada.open("/sign-in")).text).toContain("Paste the sign-in link");
      expect(await people("remove", id)).toMatchObject({ code: 1, errors: expect.stringContaining("no person") });

      const admin = openBrowser(backend.url);
      await admin.send(await admin.open(backend.signInUrl), "Sign in");
      clock.moveTo(new Date(clock.now().getTime() + 29 * 24 * hour));
      expect((await admin.open("/sign-in")).text).toContain("You are signed in");
      clock.moveTo(new Date(clock.now().getTime() + 24 * hour));
      await eventually(async () => expect((await admin.open("/sign-in")).text).toContain("Paste the sign-in link"));
    } finally {
      await backend.stop();
      await storage.remove();
      clock.remove();
    }
  }, 120_000);
});

test.each([
  [["invite", "--email", "a@example.com"], "--name must not be blank"],
  [["invite", "--name", "A", "--email", "a"], "--email is no email address"],
  [["link"], "Who?"],
  [["rename"], 'There is no "rename"'],
  [["list", "--colour"], "--colour"],
])(
  "people %j is answered with how it is written",
  async (args, why) => {
    const nowhere = { env: { DATABASE_URL: "postgres://127.0.0.1:1/none" }, remove: async () => undefined };
    const { code, output, errors } = await operatorCommand("people", nowhere, args);
    expect({ code, output }).toEqual({ code: 1, output: "" });
    expect(errors).toContain(why);
    expect(errors).toContain("npm run backend -- people invite");
  },
  60_000,
);
