import { typeidUnboxed } from "typeid-js";

/** What an id names, by its prefix. */
export type IdPrefix = "org" | "key" | "imp" | "con" | "com" | "sub" | "fld" | "smp" | "req" | "run" | "fil" | "upl";

/** A new id. Ids sort by the time of their making (TypeID: a UUID of version 7 in 26 characters). */
export const newId = (prefix: IdPrefix): string => typeidUnboxed(prefix);

/** A new id without its prefix: a row and the event of its contact share one, as `row_…` and `evt_…`. */
export const newBareId = (): string => typeidUnboxed();

/** The part of an id that follows its prefix; the whole where it has none. */
export const bareId = (id: string): string => id.slice(id.indexOf("_") + 1);
