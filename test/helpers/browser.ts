/** A page as a browser has it. */
export interface Page {
  status: number;
  url: string;
  headers: Headers;
  text: string;
  /** What each form of it would send, by the address that it is sent to. */
  forms: { action: string; fields: Record<string, string>; buttons: string[] }[];
}

interface Cookie {
  path: string;
  value: string;
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

function formsOf(text: string): Page["forms"] {
  return [...text.matchAll(/<form[^>]*>.*?<\/form>/gs)].map(([form]) => {
    const fields = [...form.matchAll(/<input[^>]*>/g)].map(([tag]) => [
      attribute(tag, "name"),
      attribute(tag, "value") ?? "",
    ]);
    const buttons = [...form.matchAll(/<button[^>]*>(.*?)<\/button>/gs)].map(([, label]) => label?.trim() ?? "");
    return { action: attribute(form, "action") ?? "", fields: Object.fromEntries(fields), buttons };
  });
}

/** A person's browser: keeps cookies, follows redirects on one server, and says from which page a form was sent. */
export interface Browser {
  /** Follows redirects until a page comes, or one that leads to another server: then it is that answer. */
  open: (address: string) => Promise<Page>;
  /** Sends a form, with what is given in place of what it has. */
  send: (
    page: Page,
    button: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<Page>;
  cookies: ReadonlyMap<string, Cookie>;
  /** The Set-Cookie headers so far. */
  received: string[];
}

export function openBrowser(origin: string): Browser {
  const cookies = new Map<string, Cookie>();
  const received: string[] = [];

  function keep(headers: Headers, url: URL): void {
    for (const line of headers.getSetCookie()) {
      received.push(line);
      const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
      const at = pair.indexOf("=");
      const said = new Map(attributes.map((one) => [one.split("=")[0]?.toLowerCase() ?? "", one.split("=")[1] ?? ""]));
      const path = said.get("path") ?? url.pathname;
      const key = `${pair.slice(0, at)} ${path}`;
      const isOver = said.get("max-age") === "0" || /1970/.test(said.get("expires") ?? "");
      if (isOver) cookies.delete(key);
      else cookies.set(key, { path, value: pair });
    }
  }

  async function request(address: string, init: RequestInit): Promise<Page> {
    const url = new URL(address, origin);
    const cookie = [...cookies.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ value }) => value);
    const headers = { Accept: "text/html", ...init.headers, ...(cookie.length > 0 && { Cookie: cookie.join("; ") }) };
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    keep(response.headers, url);
    const location = response.headers.get("location");
    if (location !== null) {
      const next = new URL(location, url);
      if (next.origin === origin) return request(next.href, { method: "GET" });
    }
    const text = await response.text();
    return {
      status: response.status,
      url: location === null ? url.href : new URL(location, url).href,
      headers: response.headers,
      text,
      forms: formsOf(text),
    };
  }

  return {
    open: (address) => request(address, { method: "GET" }),
    send: (page, button, fields = {}, headers = {}) => {
      const form = page.forms.find(({ buttons }) => buttons.includes(button));
      if (form === undefined) throw new Error(`There is no button "${button}" on ${page.url}:\n${page.text}`);
      return request(new URL(form.action, page.url).href, {
        method: "POST",
        headers: { Origin: origin, ...headers },
        body: new URLSearchParams({ ...form.fields, ...fields }),
      });
    },
    cookies,
    received,
  };
}
