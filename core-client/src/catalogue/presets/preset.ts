import type { FieldMapping } from "../../model/import.ts";

/** Where an app keeps what we know of a contact, in the records that it sends. */
export interface Preset {
  readonly app: string;
  /** The app's name as its makers write it. */
  readonly label: string;
  readonly fieldMapping: FieldMapping;
  /** How to tell the record that the app sends when somebody tries the address out: its contact is made up. */
  readonly test?: { readonly path: string; readonly value: string };
}
