const link = /\[[^\]]*\]\(([^)]*)\)/g;

const isAddress = (text: string) => /^https?:\/\/[^\s/]+\.[^\s]+$/.test(text) && URL.canParse(text);

/** Whether a text has a link that leads somewhere. */
export const hasLink = (text: string): boolean =>
  [...text.matchAll(link)].some(([, target]) => isAddress(target ?? ""));

/** Links of a text that lead nowhere. */
export const brokenLinks = (text: string): string[] =>
  [...text.matchAll(link)].filter(([, target]) => !isAddress(target ?? "")).map(([whole]) => whole);

/** Addresses of a text that are neither a link nor marked as code. */
export const bareAddresses = (text: string): string[] =>
  text
    .replace(link, "")
    .replace(/`[^`]*`/g, "")
    .match(/https?:\/\/\S+/g) ?? [];
