import type { Prospect } from "@firstquadrant/core-client";
import type { Db } from "../db/db.ts";
import { AppError } from "../errors.ts";
import type { ListParams } from "../lists/list-params.ts";
import { numberOfId, toProspect } from "./prospect-record.ts";
import { readSearch } from "./read-search.ts";
import { searchProspects } from "./search.ts";
import { searchTerms } from "./search-terms.ts";

const invalid = (field: string, message: string): AppError =>
  new AppError("invalid_parameters", `The parameter ${field} ${message}.`, "Correct the parameter and ask again.", {
    details: [{ field, message }],
  });

/** The number behind which a page begins; null where it begins at the end. */
function placeOf({ startingAfter, endingBefore }: ListParams): number | null {
  const cursor = startingAfter ?? endingBefore;
  if (cursor === null) return null;
  const number = numberOfId(cursor);
  if (number !== null) return number;
  throw invalid(endingBefore === null ? "startingAfter" : "endingBefore", "is no prospect's id");
}

/**
 * One page of the prospects that a search finds, in the order of their coming.
 *
 * @throws AppError `invalid_parameters`
 */
export async function listProspects(db: Db, params: ListParams): Promise<Prospect[]> {
  if (params.orderBy !== "createdAt") throw invalid("orderBy", "is not createdAt: prospects have no other order");
  const isBackward = params.endingBefore !== null;
  const found = await searchProspects(db, {
    terms: searchTerms(readSearch(params)),
    beyond: placeOf(params),
    order: (params.sort === "desc") !== isBackward ? "newest" : "oldest",
    limit: params.limit,
  });
  const prospects = found.map(toProspect);
  return isBackward ? prospects.toReversed() : prospects;
}
