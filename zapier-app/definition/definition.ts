/** A field of a step or of an answer, as the definition tells it. */
export interface DefinedField {
  key: string;
  label?: string;
  type?: string;
  required?: boolean;
  default?: string;
  helpText?: string;
  group?: string;
  list?: boolean;
  dict?: boolean;
  primary?: boolean;
  dynamic?: string;
  search?: string;
  choices?: unknown;
  children?: DefinedField[];
  schema?: unknown;
  placeholder?: string;
  inputFormat?: string;
  isNoSecret?: boolean;
  computed?: boolean;
}

/** What a person sees of an item. */
export interface DefinedDisplay {
  label: string;
  description: string;
  hidden?: boolean;
  directions?: string;
}

/** A trigger, an action or a search. */
export interface DefinedItem {
  key: string;
  noun: string;
  display: DefinedDisplay;
  operation: {
    type?: string;
    /** Fields, and texts that stand for functions: `$func$2$f$`. */
    inputFields?: unknown[];
    inputFieldGroups?: { key: string; label?: string; emphasize?: boolean }[];
    outputFields?: unknown[];
    sample?: Record<string, unknown>;
    perform?: unknown;
    performList?: unknown;
    performSubscribe?: unknown;
    performUnsubscribe?: unknown;
    performResume?: unknown;
    performGet?: unknown;
    performBuffer?: unknown;
    canPaginate?: boolean;
  };
}

/** Finds, or creates what was not found. */
export interface DefinedSearchOrCreate {
  key: string;
  display: DefinedDisplay;
  search: string;
  create: string;
  update?: string;
}

/** The integration as Zapier reads it: evaluated, with texts where functions are. */
export interface ZapierDefinition {
  version: string;
  platformVersion: string;
  flags?: { cleanInputData?: boolean };
  authentication?: {
    type: string;
    fields?: DefinedField[];
    connectionLabel?: string;
    test?: unknown;
    oauth2Config?: Record<string, unknown>;
  };
  triggers?: Record<string, DefinedItem>;
  creates?: Record<string, DefinedItem>;
  searches?: Record<string, DefinedItem>;
  searchOrCreates?: Record<string, DefinedSearchOrCreate>;
}
