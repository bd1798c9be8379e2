import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import type { ApiEnv } from './router.ts';
import { VERSION } from './version.ts';

/** The API's description in OpenAPI 3.1, of every route that has been added by now. */
export function openApiDocument(app: OpenAPIHono<ApiEnv>) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Systole API',
      version: VERSION,
      description:
        'Health time series from TimescaleDB. Ranges are half-open and in UTC; a date as end_date is part of the range. Errors are RFC 9457 problem details.',
      license: { name: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'Series', description: 'Points of a metric over time.' },
      { name: 'Catalogue', description: 'What there is.' },
      { name: 'Clinic', description: 'Patients, what is measured of them, and their visits.' },
      { name: 'Daily metrics', description: 'What a person notes of each day, and what follows from it.' },
      { name: 'Jobs', description: 'What is done regularly, and every run of it.' },
      { name: 'Operations', description: 'How it got there, and how the API is.' },
    ],
  });
}

const healthSchema = z
  .object({
    status: z.enum(['ok', 'unavailable']),
    checks: z.record(z.string(), z.looseObject({ status: z.enum(['ok', 'unavailable']) })),
  })
  .openapi('Health');

/** Describes what the service kit's operations app answers, which has no schemas of its own. */
export function describeOperations(registry: OpenAPIHono['openAPIRegistry']): void {
  const health = (description: string) => ({
    description,
    content: { 'application/json': { schema: healthSchema } },
  });
  for (const path of ['/health', '/health/ready']) {
    registry.registerPath({
      method: 'get',
      path,
      tags: ['Operations'],
      summary: 'Whether requests can be served',
      responses: { 200: health('They can.'), 503: health('They cannot: a check says why.') },
    });
  }
  registry.registerPath({
    method: 'get',
    path: '/health/live',
    tags: ['Operations'],
    summary: 'Whether the process runs',
    responses: {
      200: {
        description: 'It does.',
        content: { 'application/json': { schema: z.object({ status: z.literal('ok') }) } },
      },
    },
  });
  registry.registerPath({
    method: 'get',
    path: '/metrics',
    tags: ['Operations'],
    summary: 'Metrics for Prometheus',
    responses: {
      200: { description: 'Prometheus text format.', content: { 'text/plain': { schema: z.string() } } },
    },
  });
}
