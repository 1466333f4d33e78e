export interface PageParams {
  /** 1 to 100; 25 unless said. */
  limit?: number;
  startingAfter?: string;
  endingBefore?: string;
}

/** The most that one page holds. */
export const maxPageSize = 100;

/**
 * Walks a list from page to page, until a page is shorter than asked for.
 *
 * @param fetchPage Asks for one page of at most `limit` items after the item with the given id.
 */
export async function* paginate<Item extends { id: string }>(
  fetchPage: (page: { limit: number; startingAfter?: string }) => Promise<Item[]>,
): AsyncGenerator<Item, void, undefined> {
  let last: Item | undefined;
  for (;;) {
    const items = await fetchPage({ limit: maxPageSize, ...(last && { startingAfter: last.id }) });
    yield* items;
    if (items.length < maxPageSize) return;
    last = items.at(-1);
  }
}
