import type { Page, PageRequest } from '../ports.ts';

/** A page of a list; `total` counts everything that fits. */
export function pageOf<T extends { readonly id: string }>({
  request,
  items,
  total,
}: {
  request: PageRequest;
  items: readonly T[];
  total: number;
}): Page<T> {
  const last = items.at(-1);
  const more = request.page * request.limit < total;
  return {
    items,
    total,
    ...(last !== undefined && more ? { nextCursor: Buffer.from(last.id).toString('base64url') } : {}),
  };
}

/** The items of a page out of everything found from the first on. */
export function sliceOf<T>(request: PageRequest, found: readonly T[]): readonly T[] {
  return found.slice((request.page - 1) * request.limit, request.page * request.limit);
}
