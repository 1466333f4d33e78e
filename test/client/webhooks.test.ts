import { sampleImportStatusChangedEvent as event } from "@firstquadrant/core-client";
import { signWebhook, verifyWebhook, WebhookVerificationError } from "@firstquadrant/core-client/webhooks";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const otherSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const body = JSON.stringify(event);
const now = new Date("2026-10-02T09:16:42.400Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const signed = () => signWebhook({ id: event.id, timestamp: now, body, secret });

function codeOf(received: Partial<Parameters<typeof verifyWebhook>[0]>): string {
  try {
    verifyWebhook({ body, headers: signed(), secret, now, ...received });
    return "verified";
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
}

describe("against the standard's own library", () => {
  test("what we sign, it verifies", () => {
    const time = new Date();
    const headers = signWebhook({ id: event.id, timestamp: time, body, secret });
    expect(new Webhook(secret).verify(body, headers)).toEqual(event);
  });

  test("what it signs, we verify", () => {
    const headers = {
      "webhook-id": event.id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(event.id, now, body),
    };
    expect(verifyWebhook({ body, headers, secret, now })).toEqual(event);
  });

  test("any body is signed alike, as text and as bytes", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(fc.uuid(), text, (id, anything) => {
        const expected = new Webhook(secret).sign(id, now, anything);
        for (const sent of [anything, new TextEncoder().encode(anything)]) {
          const headers = signWebhook({ id, timestamp: now, body: sent, secret });
          expect(headers["webhook-signature"]).toBe(expected);
        }
      }),
    );
  });
});

describe("what is accepted", () => {
  test.each([
    ["text", body],
    ["bytes", new TextEncoder().encode(body)],
    ["a buffer", Buffer.from(body)],
  ])("a body as %s", (_form, sent) => {
    expect(verifyWebhook({ body: sent, headers: signed(), secret, now })).toEqual(event);
  });

  test("names of headers in any case, and values as lists", () => {
    const headers = Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(codeOf({ headers })).toBe("verified");
  });

  test("one good signature among others, of any version", () => {
    const good = signed()["webhook-signature"];
    const bad = signWebhook({ id: event.id, timestamp: now, body, secret: otherSecret })["webhook-signature"];
    const withSignature = (signature: string) => ({ ...signed(), "webhook-signature": signature });
    expect(codeOf({ headers: withSignature(`${bad} ${good}`) })).toBe("verified");
    expect(codeOf({ headers: withSignature(`v1a,x ${good} v2,y`) })).toBe("verified");
    expect(codeOf({ headers: withSignature(bad) })).toBe("bad_signature");
    expect(codeOf({ headers: withSignature(good.replace("v1,", "v2,")) })).toBe("bad_signature");
    expect(codeOf({ headers: withSignature(good.replace("v1,", "")) })).toBe("bad_signature");
  });

  test("up to the tolerance in both directions", () => {
    expect(codeOf({ now: later(300) })).toBe("verified");
    expect(codeOf({ now: later(-300) })).toBe("verified");
    expect(codeOf({ now: later(302) })).toBe("too_old");
    expect(codeOf({ now: later(-302) })).toBe("too_new");
    expect(codeOf({ now: later(302), toleranceSeconds: 600 })).toBe("verified");
  });
});

describe("what is refused", () => {
  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("a request without %s", (name) => {
    expect(codeOf({ headers: { ...signed(), [name]: undefined } })).toBe("missing_header");
    expect(codeOf({ headers: { ...signed(), [name]: "" } })).toBe("missing_header");
    expect(codeOf({ headers: { ...signed(), [name]: [] } })).toBe("missing_header");
  });

  test.each(["yesterday", "-1", "1e9", "0x10", "17912088.5"])("the timestamp %s", (timestamp) => {
    expect(codeOf({ headers: { ...signed(), "webhook-timestamp": timestamp } })).toBe("bad_timestamp");
  });

  test.each([
    ["another body", { body: `${body} ` }],
    ["another id", { headers: { ...signed(), "webhook-id": "evt_other" } }],
    ["another time", { headers: { ...signed(), "webhook-timestamp": String(now.getTime() / 1000 + 1).slice(0, 10) } }],
    ["another secret", { secret: otherSecret }],
  ])("a signature of %s", (_name, change) => {
    expect(codeOf(change)).toBe("bad_signature");
  });

  test.each(["", "no JSON", "[]", "null", '{"id":"evt_1"}', '{"id":1,"type":"x","createdAt":"x","data":{}}'])(
    "the signed body %j",
    (sent) => {
      const headers = signWebhook({ id: "evt_1", timestamp: now, body: sent, secret });
      expect(codeOf({ body: sent, headers })).toBe("bad_body");
    },
  );

  test("a signed body that is no UTF-8", () => {
    const sent = new Uint8Array([0x22, 0xff, 0x22]);
    expect(codeOf({ body: sent, headers: signWebhook({ id: "evt_1", timestamp: now, body: sent, secret }) })).toBe(
      "bad_body",
    );
  });

  test.each(["", "whsec_", "not base64!"])("the secret %j, which anyone could sign with", (bad) => {
    expect(() => codeOf({ secret: bad })).toThrow(TypeError);
  });
});
