import { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { describeError } from './logger.ts';

export interface HealthCheck {
  readonly name: string;
  /** Resolves with details worth showing; rejects when what it checks is not well. */
  readonly check: () => Promise<Readonly<Record<string, unknown>>>;
}

interface CheckResult {
  readonly status: 'ok' | 'unavailable';
  readonly [detail: string]: unknown;
}

export interface HealthReport {
  readonly status: 'ok' | 'unavailable';
  readonly checks: Readonly<Record<string, CheckResult>>;
}

/** Runs all checks at the same time; the report is `ok` only when all are. */
export async function checkHealth(checks: readonly HealthCheck[]): Promise<HealthReport> {
  const results = await Promise.all(
    checks.map(async ({ name, check }): Promise<[string, CheckResult]> => {
      try {
        return [name, { status: 'ok', ...(await check()) }];
      } catch (error) {
        return [name, { status: 'unavailable', error: describeError(error) }];
      }
    }),
  );
  const ok = results.every(([, result]) => result.status === 'ok');
  return { status: ok ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
}

/** What every service answers for those who operate it: `/health`, `/health/live`, `/health/ready` and `/metrics`. */
export function createOperationsApp(checks: readonly HealthCheck[], registry: Registry): Hono {
  const answer = async () => {
    const report = await checkHealth(checks);
    return Response.json(report, { status: report.status === 'ok' ? 200 : 503 });
  };
  return new Hono()
    .get('/health/live', (c) => c.json({ status: 'ok' }))
    .get('/health/ready', answer)
    .get('/health', answer)
    .get('/metrics', async (c) =>
      c.body(await registry.metrics(), 200, { 'content-type': registry.contentType }),
    );
}
