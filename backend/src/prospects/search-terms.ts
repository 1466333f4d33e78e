import type { ProspectFilters, ProspectSearch } from "@firstquadrant/core-client";
import { facetTerm, titleTerms, wordsOf } from "./words.ts";

const quoted = (term: string): string => `'${term.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

const anyOf = (terms: readonly string[]): string =>
  terms.length === 1 ? quoted(terms[0] ?? "") : `(${[...new Set(terms)].map(quoted).join(" | ")})`;

function facetGroups(filters: ProspectFilters): string[][] {
  const facets = {
    seniority: [filters["seniority.equals"], filters["seniority.in"]],
    industry: [filters["industry.equals"], filters["industry.in"]],
    size: [filters["companySize.equals"], filters["companySize.in"]],
    country: [filters["country.equals"], filters["country.in"]],
    city: [filters["city.equals"], filters["city.in"]],
  };
  return Object.entries(facets).flatMap(([facet, given]) =>
    given.flatMap((values) => (values === undefined ? [] : [[values].flat().map((value) => facetTerm(facet, value))])),
  );
}

/** A search as the database is asked. */
export interface SearchTerms {
  /** An expression of terms, for a `tsquery`; null where everything is looked for. */
  expression: string | null;
  /** Whether it is about nothing but facets that combinations are counted of. */
  isOfCells: boolean;
}

/** What a search looks for. */
export function searchTerms({ query, filters = {} }: ProspectSearch): SearchTerms {
  const title = filters["title.contains"];
  const words = [...(query === undefined ? [] : wordsOf(query)), ...(title === undefined ? [] : titleTerms(title))];
  const groups = [...new Set(words)].map((word) => [word]).concat(facetGroups(filters));
  const isOfCells = words.length === 0 && filters["city.equals"] === undefined && filters["city.in"] === undefined;
  return { expression: groups.length === 0 ? null : groups.map(anyOf).join(" & "), isOfCells };
}
