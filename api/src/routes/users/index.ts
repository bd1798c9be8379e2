import { createRoute } from '@hono/zod-openapi';
import { datasets, type Dataset } from '@systole/catalog';
import { ingestionJob } from '@systole/jobs';
import { quoteIdentifier, type Pool } from '@systole/service-kit';
import { pageOf, readKeyset, utcText } from '../../answers/pages.ts';
import { respondJson } from '../../answers/respond.ts';
import { createRouter, notModifiedResponse, problemResponses } from '../../router.ts';
import { usersQuerySchema, usersSchema } from './schema.ts';

const route = createRoute({
  method: 'get',
  path: '/users',
  tags: ['Catalogue'],
  summary: 'Users, and what there is of each',
  request: { query: usersQuerySchema },
  responses: {
    200: {
      description: 'The users in the order of their ids.',
      content: { 'application/json': { schema: usersSchema } },
    },
    ...notModifiedResponse,
    ...problemResponses,
  },
});

const ALL = [...datasets.values()];

interface UserRow {
  readonly user_id: string;
  readonly time_zone: string;
  readonly added_at: string;
  readonly can_run: boolean;
  /** One entry for each dataset of the catalog, in its order; no timestamps: there is nothing. */
  readonly extents: readonly (readonly [first: string | null, last: string | null, readings: number])[];
}

export const userRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { rows } = await pool.query<UserRow>(USERS_SQL, [readKeyset(cursor, 'text') ?? null, limit + 1]);
    const { page, nextCursor } = pageOf(rows, limit, ({ user_id }) => user_id);
    const data = page.map(({ user_id, time_zone, added_at, can_run, extents }) => ({
      user_id,
      time_zone,
      added_at,
      can_run,
      datasets: ALL.flatMap(({ key }, index) => {
        const [first, last, readings] = extents[index] ?? [null, null, 0];
        return first === null || last === null
          ? []
          : [{ key, first_timestamp: first, last_timestamp: last, readings }];
      }),
    }));
    return respondJson(c, { data, ...nextCursor });
  });

/**
 * First and last reading are one look each into the primary key. The readings are counted in the coarsest level, which
 * has a row a day, and for all users at once: for each by itself it takes nine times as long.
 */
const USERS_SQL = `
  WITH asked AS (
    SELECT user_id, time_zone, created_at FROM ops.users
     WHERE $1::text IS NULL OR user_id COLLATE "C" > $1 ORDER BY user_id COLLATE "C" LIMIT $2::bigint)
  SELECT asked.user_id, time_zone, ${utcText('created_at')} AS added_at,
         EXISTS (SELECT FROM ops.jobs WHERE kind = '${ingestionJob.name}' AND jobs.user_id = asked.user_id) AS can_run,
         json_build_array(${ALL.map(extentSql).join(', ')}) AS extents
    FROM asked ${ALL.map(countsSql).join('')}
   ORDER BY asked.user_id COLLATE "C"`;

function extentSql({ table }: Dataset, index: number): string {
  const edge = (direction: 'ASC' | 'DESC') =>
    `(SELECT ${utcText('"timestamp"')} FROM public.${quoteIdentifier(table)}
       WHERE user_id = asked.user_id ORDER BY "timestamp" ${direction} LIMIT 1)`;
  return `json_build_array(${edge('ASC')}, ${edge('DESC')}, coalesce(counts_${index}.readings, 0))`;
}

function countsSql({ table, rollups, rollupColumns }: Dataset, index: number): string {
  const coarsest = rollups.at(-1);
  const readings = coarsest ? `sum(${quoteIdentifier(rollupColumns.count)})` : 'count(*)';
  return `
    LEFT JOIN (SELECT user_id, ${readings} AS readings FROM public.${quoteIdentifier(coarsest?.view ?? table)}
                WHERE user_id IN (SELECT user_id FROM asked) GROUP BY user_id) AS counts_${index}
      ON counts_${index}.user_id = asked.user_id`;
}
