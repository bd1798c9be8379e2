import { z } from '@hono/zod-openapi';
import { wholeNumber } from '../parameters.ts';

/** Which rows of a list are wanted. */
export const numberedPageQuery = {
  skip: wholeNumber(0, 1_000_000_000).default(0).openapi({ description: 'Rows to leave out.' }),
  limit: wholeNumber(1, 500).default(50).openapi({ description: 'Size of a page.' }),
};

/** A page of a list whose length is known, for people who turn pages. */
export const numberedPage = <Row extends z.ZodType>(row: Row, name: string) =>
  z
    .object({
      data: z.array(row),
      total: z.int().openapi({ description: 'Rows of the whole list.' }),
      skip: z.int(),
      limit: z.int(),
    })
    .openapi(name);
