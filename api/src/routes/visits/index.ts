import { createRoute, type z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { pageOf, readKeyset, utcText } from '../../answers/pages.ts';
import { respondJson } from '../../answers/respond.ts';
import { assertDaysInOrder, isDay } from '../../parameters.ts';
import { invalidParameter } from '../../problem.ts';
import { createRouter, notModifiedResponse, problemResponses } from '../../router.ts';
import {
  dailyVisitMetricsQuerySchema,
  dailyVisitMetricsSchema,
  visitsQuerySchema,
  visitsSchema,
} from './schema.ts';

const visitsRoute = createRoute({
  method: 'get',
  path: '/visits',
  tags: ['Clinic'],
  summary: 'Visits of patients to providers',
  request: { query: visitsQuerySchema },
  responses: {
    200: {
      description: 'In the order of their days, then of their ids.',
      content: { 'application/json': { schema: visitsSchema } },
    },
    ...notModifiedResponse,
    ...problemResponses,
  },
});

const metricsRoute = createRoute({
  method: 'get',
  path: '/visits/daily-metrics',
  tags: ['Clinic'],
  summary: 'Visits by day',
  request: { query: dailyVisitMetricsQuerySchema },
  responses: {
    200: {
      description: 'The days on which there were visits.',
      content: { 'application/json': { schema: dailyVisitMetricsSchema } },
    },
    ...notModifiedResponse,
    ...problemResponses,
  },
});

type Visit = z.infer<typeof visitsSchema>['data'][number];
type DailyVisitMetrics = z.infer<typeof dailyVisitMetricsSchema>['data'][number];

export const visitRoutes = (pool: Pool) =>
  createRouter()
    .openapi(visitsRoute, async (c) => {
      const { start_date, end_date, patient_id, provider_id, limit, cursor } = c.req.valid('query');
      assertDaysInOrder(start_date, end_date);
      const after = readPosition(cursor);
      const { rows } = await pool.query<Visit>(
        `SELECT visit_id, patient_id, visit_date::text, diagnosis_code, provider_id,
                visit_cost::double precision AS visit_cost, ${utcText('last_updated')} AS last_updated
           FROM fact_visits
          WHERE visit_date BETWEEN coalesce($1, '-infinity'::date) AND coalesce($2, 'infinity'::date)
            AND ($3::text IS NULL OR patient_id = $3) AND ($4::text IS NULL OR provider_id = $4)
            AND ($5::text IS NULL OR (fact_visits.visit_date, visit_id) > (left($5, 10)::date, substr($5, 12)))
          ORDER BY fact_visits.visit_date, visit_id LIMIT $6::bigint`,
        [start_date, end_date, patient_id, provider_id, after, limit + 1],
      );
      const { page, nextCursor } = pageOf(
        rows,
        limit,
        ({ visit_date, visit_id }) => `${visit_date} ${visit_id}`,
      );
      return respondJson(c, { data: [...page], ...nextCursor });
    })
    .openapi(metricsRoute, async (c) => {
      const { start_date, end_date } = c.req.valid('query');
      assertDaysInOrder(start_date, end_date);
      const { rows } = await pool.query<DailyVisitMetrics>(
        `SELECT visit_date::text, visits, distinct_patients, distinct_providers,
                total_cost::double precision AS total_cost, average_cost::double precision AS average_cost,
                median_cost::double precision AS median_cost, visits_without_cost
           FROM daily_visit_metrics
          WHERE visit_date BETWEEN coalesce($1, '-infinity'::date) AND coalesce($2, 'infinity'::date)
          ORDER BY daily_visit_metrics.visit_date`,
        [start_date, end_date],
      );
      return respondJson(c, { data: rows });
    });

/** `2025-12-01 V1001`: the day and the id of the last visit of the page before. @throws {Problem} 400. */
function readPosition(cursor: string | undefined): string | undefined {
  const position = readKeyset(cursor, 'text');
  if (position === undefined || (isDay(position.slice(0, 10)) && position[10] === ' ')) return position;
  throw invalidParameter('cursor', 'is not one that this API has given');
}
