import type { Ledger } from "./ledger.ts";

/** Shows another map with what was set here over it. */
class Overlay<Key, Value> extends Map<Key, Value> {
  readonly under: Map<Key, Value>;

  constructor(under: Map<Key, Value>) {
    super();
    this.under = under;
  }

  override get(key: Key): Value | undefined {
    return this.has(key) ? super.get(key) : this.under.get(key);
  }

  /** Sets in the other map what was set here. */
  keep(): void {
    for (const [key, value] of this) this.under.set(key, value);
  }
}

/** A ledger to decide a record in, whose changes are kept only if they turn out to be wanted. */
export interface Trial {
  ledger: Ledger;
  keep(): void;
}

/** Begins a trial over a ledger. Nothing is copied: a batch may hold many thousands of records. */
export function tryOn(ledger: Ledger): Trial {
  const overlays = {
    contacts: new Overlay(ledger.contacts),
    companies: new Overlay(ledger.companies),
    companiesByDomain: new Overlay(ledger.companiesByDomain),
    companiesByName: new Overlay(ledger.companiesByName),
    changedContacts: new Overlay(ledger.changedContacts),
    changedCompanies: new Overlay(ledger.changedCompanies),
  };
  return {
    ledger: { known: ledger.known, ...overlays },
    keep: () => {
      for (const overlay of Object.values(overlays)) overlay.keep();
    },
  };
}
