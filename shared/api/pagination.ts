import * as z from 'zod';

/** `page` and `limit` of every list, as query text. */
export const pageQuery = {
  page: z.lazy(() => z.coerce.number().int().min(1).max(10_000).default(1)),
  limit: z.lazy(() => z.coerce.number().int().min(1).max(100).default(20)),
};

/** The page information that every list answers. */
export const Pagination = z.lazy(() =>
  z
    .object({
      page: z.number().int(),
      limit: z.number().int(),
      total: z.number().int(),
      totalPages: z.number().int(),
      hasNext: z.boolean(),
      hasPrev: z.boolean(),
      nextCursor: z.string().optional(),
    })
    .meta({ id: 'Pagination' }),
);
export type Pagination = z.infer<typeof Pagination>;

/** Works the page information out of what was asked and how many there are. */
export function paginate({
  page,
  limit,
  total,
  nextCursor,
}: {
  page: number;
  limit: number;
  total: number;
  nextCursor?: string;
}): Pagination {
  const totalPages = Math.max(1, Math.ceil(total / limit));
  return {
    page,
    limit,
    total,
    totalPages,
    hasNext: page < totalPages,
    hasPrev: page > 1,
    ...(nextCursor === undefined ? {} : { nextCursor }),
  };
}
