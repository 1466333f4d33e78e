/** Words that may follow a table's name and are no name that it is given. */
const noAlias = new Set(
  "where on set using order group for limit left right inner cross join union values returning select from as default and or not with".split(
    " ",
  ),
);

/** A place in a piece of SQL where the rows of a table are read, changed or deleted. */
interface Reference {
  table: string;
  /** What the piece calls it; null where it has no other name. */
  alias: string | null;
}

function referencesIn(text: string, tables: ReadonlySet<string>): Reference[] {
  const begins = "(?<!\\bdistinct )\\b(?:from|join|using|update|only)\\s+(\\$\\{[^}]*\\}|[a-z_]+)";
  const goesOn = `,\\s*(${[...tables].join("|")})(?=\\s)`;
  return [begins, goesOn].flatMap((table) =>
    [...text.matchAll(new RegExp(`${table}(?:\\s+(?:as\\s+)?([a-z]\\w*))?`, "g"))].flatMap(
      ({ 1: name = "", 2: alias }) => {
        if (!tables.has(name) && !name.startsWith("${")) return [];
        return [{ table: name, alias: alias === undefined || noAlias.has(alias) ? null : alias }];
      },
    ),
  );
}

/** The names whose organization is given from outside, or equals that of another such name. */
function boundedNames(text: string, given: readonly string[]): Set<string> {
  const bounded = new Set(given);
  for (const [, name] of text.matchAll(/\b(\w+)\.organization_id = \$(?:\d+\b|\{organizationId\})/g)) {
    if (name !== undefined) bounded.add(name);
  }
  const equal = [...text.matchAll(/\b(\w+)\.organization_id = (\w+)\.organization_id\b/g)];
  for (let before = -1; before !== bounded.size; ) {
    before = bounded.size;
    for (const [, one = "", other = ""] of equal) {
      if (bounded.has(one)) bounded.add(other);
      if (bounded.has(other)) bounded.add(one);
    }
  }
  return bounded;
}

function insertsIn(text: string, tables: ReadonlySet<string>, bounded: ReadonlySet<string>): string[] {
  const inserts = text.matchAll(
    /\binsert into (?<table>[a-z_]+)(?:\s+as\s+\w+)?\s*\(\s*(?<column>\w+)[^)]*\)\s*(?:values \(|select )\s*(?<value>[\w$.]+)/g,
  );
  const read = new Map([...inserts].map(({ index, groups }) => [index, groups]));
  return [...text.matchAll(/\binsert into ([a-z_]+)/g)].flatMap(({ index, 1: table = "" }) => {
    if (!tables.has(table)) return [];
    const { column, value = "" } = read.get(index) ?? {};
    const [name = "", from] = value.split(".");
    const isGiven = /^\$\d+$/.test(value) || (from === "organization_id" && bounded.has(name));
    return column === "organization_id" && isGiven ? [] : [`inserts into ${table} without a given organization first`];
  });
}

/**
 * Looks for tenants' tables that a piece of SQL reads or writes without naming the organization.
 *
 * Every table must say `organization_id = $1`, or be equal in it to one that does. A part that does not name `t` itself
 * may refer to it: what lists and columns are put into calls its source so, and bounds it.
 *
 * @returns A complaint for each.
 */
export function checkBounds(text: string, tables: ReadonlySet<string>): string[] {
  const references = referencesIn(text, tables);
  const isOwn = references.some(({ table, alias }) => (alias ?? table) === "t");
  const bounded = boundedNames(text, isOwn ? [] : ["t"]);
  const plainBounds = [...text.matchAll(/(?<![.\w])organization_id = \$(?:\d+\b|\{organizationId\})/g)].length;
  const plain = references.filter(({ table, alias }) => alias === null && !bounded.has(table));
  // A name that is given twice must be bounded twice.
  const isOften = (alias: string) =>
    [...text.matchAll(new RegExp(`\\b${alias}\\.organization_id = |= ${alias}\\.organization_id\\b`, "g"))].length >=
    references.filter((one) => one.alias === alias).length;
  return [
    ...references.flatMap(({ table, alias }) =>
      alias === null || (bounded.has(alias) && isOften(alias)) ? [] : [`reads ${table} ${alias} in any organization`],
    ),
    ...(plain.length > plainBounds ? [`reads ${plain.map(({ table }) => table).join(", ")} in any organization`] : []),
    ...insertsIn(text, tables, bounded),
  ];
}
