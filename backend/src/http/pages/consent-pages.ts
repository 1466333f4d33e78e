import type { Person } from "../../people/person.ts";
import { type Html, html } from "./html.ts";

interface Asked {
  appName: string;
  /** The host that the person is taken back to. */
  backTo: string;
  /** What it may do, in plain words. */
  may: readonly string[];
  /** What it asked for and cannot get. */
  mayNot: readonly string[];
}

const items = (sentences: readonly string[]): Html =>
  html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;

const refused = (mayNot: readonly string[], isNone: boolean): Html =>
  mayNot.length === 0
    ? html``
    : html`<h2>It ${isNone ? "asked to" : "also asked to, and will not be able to"}</h2>
${items(mayNot)}
<p class="note">You may look at everything and change nothing, so no app can change anything for you. Ask an admin of your organization to connect it.</p>`;

/** Names the app, the organization and the person, and what the app may do. */
export const consentPage = (
  person: Person,
  { appName, backTo, may, mayNot }: Asked,
  path: string,
  formToken: string,
) => {
  const form = (action: string, label: string, isMain: boolean): Html =>
    html`<form method="post" action="${`${path}/${action}`}">
<input type="hidden" name="formToken" value="${formToken}">
${isMain ? html`<button class="main">${label}</button>` : html`<button>${label}</button>`}
</form>`;
  return {
    title: `Connect ${appName}`,
    content: html`<h1>Connect ${appName} to ${person.organization.name}?</h1>
<p>You are signed in as ${person.name}${person.email === null ? "" : ` (${person.email})`}.</p>
${
  may.length === 0
    ? ""
    : html`<h2>${appName} will be able to</h2>
${items(may)}`
}
${refused(mayNot, may.length === 0)}
<div class="choices">
${may.length === 0 ? "" : form("allow", "Allow", true)}
${form("deny", "Deny", false)}
</div>
<p class="note">Afterwards you are taken back to ${backTo}. Whoever runs this server can end the connection at any time.</p>`,
  };
};

/** Asks who it is, before asking for consent. */
export const signInFirstPage = (appName: string, path: string) => ({
  title: `Connect ${appName}`,
  content: html`<h1>Sign in to connect ${appName}</h1>
<p>Paste the sign-in link that you were given. If you are signed in already in another window, <a href="${path}">go on</a>.</p>
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${path}">
<label for="link">Sign-in link</label>
<input id="link" name="link" type="text" required autocomplete="off" spellcheck="false">
<button class="main">Sign in</button>
</form>
<p class="note">Whoever runs this server makes one with <code>npm start -- --new-link</code>.</p>`,
});
