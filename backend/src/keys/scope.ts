export type Permission = "read" | "write";

/** Names what a call needs, as published: `urn:firstquadrant:<resource>:<action>:<read|write>`. */
export const scopeOf = (resource: string, permission: Permission, action = "*"): string =>
  `urn:firstquadrant:${resource}:${action}:${permission}`;

/** The scope of a key that may do all. */
export const everything = scopeOf("*", "write");

/**
 * Whether a scope that a key has covers one that a call needs. `*` stands for any resource, action or permission;
 * whoever may write may do all.
 */
export function covers(held: string, needed: string): boolean {
  const heldParts = held.split(":");
  const neededParts = needed.split(":");
  return (
    heldParts.length === neededParts.length &&
    heldParts.every((part, index) => {
      const wanted = neededParts[index];
      return part === "*" || part === wanted || (index === 4 && part === "write");
    })
  );
}
