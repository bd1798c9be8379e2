import { z } from '@hono/zod-openapi';
import { cursor, wholeNumber } from '../../parameters.ts';

export const usersQuerySchema = z.strictObject({
  limit: wholeNumber(1, 1_000).default(1_000).openapi({ description: 'Size of a page.' }),
  cursor,
});

export const usersSchema = z
  .object({
    data: z.array(
      z.object({
        user_id: z.string(),
        time_zone: z.string(),
        added_at: z.string().openapi({
          format: 'date-time',
          description:
            'When the user became known. In this order, and then that of ids, nobody changes places.',
        }),
        can_run: z
          .boolean()
          .openapi({ description: 'An ingestion service fetches for the user: POST /runs has it run.' }),
        datasets: z
          .array(
            z.object({
              key: z.string(),
              first_timestamp: z.string().openapi({ format: 'date-time' }),
              last_timestamp: z.string().openapi({ format: 'date-time' }),
              readings: z.int().openapi({ description: 'As of the last refresh of the coarsest aggregate.' }),
            }),
          )
          .openapi({ description: 'Only those of which there is something.' }),
      }),
    ),
    next_cursor: z.string().optional(),
  })
  .openapi('Users');
