import type { Prospect, ProspectCount, ProspectSearch } from "../model/prospect.ts";
import { paginate } from "../paginate.ts";
import { listQuery } from "../request.ts";
import type { Send } from "../send.ts";

/** A search, and which page of it; the newest prospects come first unless said. */
export interface ProspectListParams extends ProspectSearch {
  limit?: number;
  startingAfter?: string;
  endingBefore?: string;
  sort?: "asc" | "desc";
}

const queryOf = ({ filters, ...params }: ProspectListParams) =>
  listQuery({ ...params, ...(filters !== undefined && { filters: { ...filters } }) });

export function prospectsResource(send: Send) {
  const list = (params: ProspectListParams = {}) =>
    send<Prospect[]>({ method: "GET", path: "/prospects", query: queryOf(params) });
  return {
    list,
    /** All prospects that a search finds, page by page. */
    all: (params: Omit<ProspectListParams, "limit" | "startingAfter" | "endingBefore"> = {}) =>
      paginate((page) => list({ ...params, ...page })),
    count: (params: ProspectSearch = {}) =>
      send<ProspectCount>({ method: "GET", path: "/prospects/count", query: queryOf(params) }),
  };
}
