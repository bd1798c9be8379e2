import { createOperationsApp, type Logger } from '@systole/service-kit';
import type { Hono } from 'hono';
import type { Registry } from 'prom-client';
import { z } from 'zod';

/** What Alertmanager posts, as far as it is logged (its documentation, webhook_config). */
const Notification = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(['firing', 'resolved']),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
      startsAt: z.string(),
    }),
  ),
});

/**
 * Writes the alerts that Alertmanager posts to `/alerts` into the log: the receiver that works with nothing set up, so
 * that no alert gets lost before somebody has chosen where they are to go.
 */
export function createAlertLog(logger: Logger, registry: Registry): Hono {
  return createOperationsApp([], registry).post('/alerts', async (c) => {
    const parsed = Notification.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) return c.json({ error: z.prettifyError(parsed.error) }, 400);
    for (const { status, labels, annotations, startsAt } of parsed.data.alerts) {
      const { alertname, severity, ...rest } = labels;
      const level = status === 'resolved' ? 'info' : severity === 'critical' ? 'error' : 'warn';
      logger.log(
        level,
        `${status}: ${alertname ?? 'an alert without a name'}: ${annotations['summary'] ?? ''}`,
        {
          since: startsAt,
          runbook: annotations['runbook_url'],
          ...rest,
        },
      );
    }
    return c.body(null, 204);
  });
}
