import { createRoute } from '@hono/zod-openapi';
import {
  appointmentReports,
  reportArguments,
  runReport,
  type Report,
  type ReportArguments,
} from '@systole/etl';
import type { Pool } from '@systole/service-kit';
import { respondJson } from '../../answers/respond.ts';
import { assertDaysInOrder } from '../../parameters.ts';
import { invalidParameter, unknownName } from '../../problem.ts';
import { createRouter, notFoundResponse, notModifiedResponse, problemResponses } from '../../router.ts';
import { reportParametersSchema, reportQuerySchema, reportSchema, reportsSchema } from './schema.ts';

const reportsRoute = createRoute({
  method: 'get',
  path: '/appointments/reports',
  tags: ['Clinic'],
  summary: 'What can be asked about the appointments',
  responses: {
    200: { description: 'Every report.', content: { 'application/json': { schema: reportsSchema } } },
  },
});

const reportRoute = createRoute({
  method: 'get',
  path: '/appointments/reports/{name}',
  tags: ['Clinic'],
  summary: 'A report about the appointments',
  request: { params: reportParametersSchema, query: reportQuerySchema },
  responses: {
    200: { description: 'Its answer.', content: { 'application/json': { schema: reportSchema } } },
    ...notModifiedResponse,
    ...problemResponses,
    ...notFoundResponse,
  },
});

export const appointmentRoutes = (pool: Pool) =>
  createRouter()
    .openapi(reportsRoute, (c) =>
      c.json(
        {
          data: [...appointmentReports.values()].map(({ name, title, parameters, columns }) => ({
            name,
            title,
            parameters: [...parameters],
            columns: [...columns],
          })),
        },
        200,
      ),
    )
    .openapi(reportRoute, async (c) => {
      const { name } = c.req.valid('param');
      const report = appointmentReports.get(name);
      if (!report) throw unknownName('report', 'name', [name], [...appointmentReports.keys()]);
      const { limit, ...given } = c.req.valid('query');
      const asked = argumentsOf(report, given);
      assertDaysInOrder(asked.start_date, asked.end_date);
      const { rows, isTruncated } = await runReport(pool, report, asked, limit);
      return respondJson(c, {
        name,
        title: report.title,
        columns: [...report.columns],
        parameters: reportArguments(report, asked),
        rows: [...rows],
        truncated: isTruncated,
      });
    });

/** @throws {Problem} 400 for a parameter of another report, which would change nothing. */
function argumentsOf(
  { parameters }: Report,
  given: { readonly [name in keyof ReportArguments]?: string | undefined },
): ReportArguments {
  const names = parameters.map(({ name }) => name);
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name] of entries) {
    if (!names.some((known) => known === name)) {
      throw invalidParameter(name, 'is not a parameter of this report');
    }
  }
  return Object.fromEntries(entries);
}
