/** What kind of value a field holds. It says how a value is read and normalised, not how it looks. */
export type FieldType =
  | "text"
  | "longText"
  | "email"
  | "phone"
  | "url"
  | "domain"
  | "handle"
  | "number"
  | "integer"
  | "timeZone"
  | "country"
  | "choice"
  | "list"
  | "boolean"
  | "date"
  | "choices";

/** One field of a contact or a company, as plain data: no functions, no platform's words. */
export interface Field {
  /** The name on the wire, for instance `linkedInHandle`. */
  readonly key: string;
  readonly type: FieldType;
  /** What a person sees, in title case. */
  readonly label: string;
  /** A sentence that helps to decide what to put in; absent where the label says it all. */
  readonly help?: string;
  /** A value as a real record would hold it, already normalised. */
  readonly sample: string | number | readonly string[];
  /** True for the one field that tells two contacts apart. */
  readonly identifies?: true;
  /** For `choice`: the values that are allowed. */
  readonly choices?: readonly string[];
  /** For `handle`: the host names whose profile addresses are reduced to the handle. */
  readonly hosts?: readonly string[];
}

/** The value that a field of a given type holds once it is normalised. */
export type FieldValue<Type extends FieldType> = Type extends "number" | "integer"
  ? number
  : Type extends "list" | "choices"
    ? string[]
    : Type extends "boolean"
      ? boolean
      : string;
