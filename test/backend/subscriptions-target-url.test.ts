import { describe, expect, test } from "@jest/globals";
import { AppError } from "../../backend/src/errors.ts";
import { checkTargetUrl } from "../../backend/src/subscriptions/target-url.ts";

function refusalOf(url: string, allowPrivateTargets: boolean): AppError | null {
  try {
    checkTargetUrl(url, allowPrivateTargets);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

describe("the target of a subscription", () => {
  test.each([
    "https://example.com/hooks/123?a=1#b",
    "https://example.com:8443/hooks",
    "https://hooks.zapier.com/hooks/standard/1/abc/",
    "https://bücher.example/",
    "https://10.example.com/",
  ])("may be %s", (url) => {
    expect(checkTargetUrl(`  ${url}\n`, false)).toBe(url);
  });

  test.each([
    ["no URL", "example.com/hooks"],
    ["no URL", ""],
    ["no URL", "https://"],
    ["too long", `https://example.com/${"a".repeat(2048)}`],
    ["not https", "http://example.com/"],
    ["not https", "ftp://example.com/"],
    ["not https", "file:///etc/passwd"],
    ["not https", "javascript:alert(1)"],
    ["with a user name", "https://user@example.com/"],
    ["with a password", "https://user:word@example.com/"],
    ["an address", "https://93.184.215.14/"],
    ["an address", "https://127.0.0.1/"],
    ["an address in decimal", "https://2130706433/"],
    ["an address in hexadecimal", "https://0x7f.1/"],
    ["an address in octal", "https://0177.0.0.1/"],
    ["an address in full-width digits", "https://１２７.0.0.1/"],
    ["an address with a dot behind it", "https://127.0.0.1./"],
    ["an IPv6 address", "https://[::1]/"],
    ["an IPv6 address", "https://[::ffff:169.254.169.254]/"],
    ["this machine", "https://localhost/"],
    ["this machine", "https://LOCALHOST./"],
    ["this machine", "https://a.localhost/"],
    ["a name without a dot", "https://intranet/"],
    ["a local name", "https://printer.local/"],
    ["a cloud's metadata", "https://metadata.google.internal/"],
  ])("may not be %s: %s", (_what, url) => {
    const refusal = refusalOf(url, false);
    expect(refusal).toMatchObject({ code: "validation_error", status: 422, details: [{ field: "targetUrl" }] });
    expect(refusal?.description).toMatch(/\.$/);
  });

  test.each(["http://example.com/", "https://10.0.0.1/", "https://localhost/"])(
    "names the operator's setting where that would allow it: %s",
    (url) => {
      expect(refusalOf(url, false)?.description).toContain("ALLOW_PRIVATE_TARGETS");
    },
  );

  test.each(["http://localhost:5678/webhook/1", "http://10.0.0.1/", "http://[::1]:8080/", "https://n8n/"])(
    "may be private where the operator allows it: %s",
    (url) => {
      expect(checkTargetUrl(url, true)).toBe(url);
    },
  );

  test.each(["ftp://localhost/", "http://user:word@localhost/", "localhost:5678/webhook", "nonsense"])(
    "may not be that even so: %s",
    (url) => {
      expect(refusalOf(url, true)).toMatchObject({ code: "validation_error" });
    },
  );
});
