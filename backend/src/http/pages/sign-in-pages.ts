import type { Person } from "../../people/person.ts";
import { html } from "./html.ts";

const who = ({ name, email }: Person): string => (email === null ? name : `${name} (${email})`);

/** Opening a link signs nobody in yet: mail programs open links too, and it is good for one use. */
export const confirmPage = (person: Person, token: string) => ({
  title: "Sign in",
  content: html`<h1>Sign in to ${person.organization.name}</h1>
<p>You are about to sign in as ${who(person)}. This link works once.</p>
<form method="post" action="/sign-in">
<input type="hidden" name="link" value="${token}">
<button class="main">Sign in</button>
</form>`,
});

/** Asks for the link. */
export const askForLinkPage = (problem: string | null) => ({
  title: "Sign in",
  content: html`<h1>Sign in</h1>
${problem === null ? "" : html`<p role="alert">${problem}</p>`}
<p>Paste the sign-in link that you were given. If you have none, ask whoever runs this server for one.</p>
<form method="post" action="/sign-in">
<label for="link">Sign-in link</label>
<input id="link" name="link" type="text" required autocomplete="off" spellcheck="false">
<button class="main">Sign in</button>
</form>
<p class="note">Whoever runs this server makes one with <code>npm start -- --new-link</code>.</p>`,
});

/** Who is signed in, and the way out. */
export const signedInPage = (person: Person, formToken: string) => ({
  title: "Signed in",
  content: html`<h1>You are signed in</h1>
<dl>
<dt>Name</dt><dd>${who(person)}</dd>
<dt>Organization</dt><dd>${person.organization.name}</dd>
<dt>You may</dt><dd>${person.role === "admin" ? "change everything" : "look at everything"}</dd>
</dl>
<p>If you came here to connect an app, go back to its window and go on there.</p>
<form method="post" action="/sign-out">
<input type="hidden" name="formToken" value="${formToken}">
<button>Sign out</button>
</form>`,
});

/** Something that ends here, in plain words. */
export const messagePage = (title: string, message: string) => ({
  title,
  content: html`<h1>${title}</h1>
<p>${message}</p>`,
});
