import { scopeOf } from "../keys/scope.ts";
import type { Role } from "../people/person.ts";

/** What an app can ask a person for, and how the person is told. Keys are not among it: an app makes no keys. */
export const oauthScopes: ReadonlyMap<string, string> = new Map([
  [scopeOf("organization", "read"), "See the name of your organization, and who you are"],
  [scopeOf("contact", "read"), "Read your contacts and custom fields"],
  [scopeOf("contact", "write"), "Read, add, change and delete contacts and custom fields"],
  [scopeOf("import", "read"), "Read your imports and what came in by them"],
  [
    scopeOf("import", "write"),
    "Read, make, change and delete imports, start and complete them, and send contacts into them",
  ],
  [scopeOf("prospect", "read"), "Search the prospect database"],
  [scopeOf("event", "read"), "Read what happened to imports and contacts"],
  [scopeOf("subscription", "read"), "See who is told of what happens"],
  [scopeOf("subscription", "write"), "Choose who is told of what happens to imports and contacts, as it happens"],
]);

/** Of these scopes, those that a person of this role can hand on. */
export const grantable = (scopes: readonly string[], role: Role): string[] =>
  scopes.filter((scope) => oauthScopes.has(scope) && (role === "admin" || scope.endsWith(":read")));
