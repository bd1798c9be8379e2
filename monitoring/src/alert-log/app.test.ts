import { createRegistry } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { describe, expect, it, vi } from 'vitest';
import { createAlertLog } from './app.ts';

const app = createAlertLog(testLogger, createRegistry('alert-log', 'test'));
const post = (body: string) => app.request('/alerts', { method: 'POST', body });

describe('the alert log', () => {
  it('writes each alert, with its labels and where to read on', async () => {
    const log = vi.spyOn(testLogger, 'log');
    const alert = (status: string, severity: string) => ({
      status,
      startsAt: '2025-06-29T00:00:00Z',
      labels: { alertname: 'ServiceDown', severity, job: 'api' },
      annotations: { summary: 'api does not answer', runbook_url: 'monitoring/runbook.md#servicedown' },
    });
    const alerts = [alert('firing', 'critical'), alert('firing', 'warning'), alert('resolved', 'critical')];
    expect((await post(JSON.stringify({ alerts }))).status).toBe(204);
    expect(log.mock.calls.map(([level]) => level)).toEqual(['error', 'warn', 'info']);
    expect(log).toHaveBeenCalledWith('error', 'firing: ServiceDown: api does not answer', {
      since: '2025-06-29T00:00:00Z',
      runbook: 'monitoring/runbook.md#servicedown',
      job: 'api',
    });
    log.mockRestore();
  });

  it.each(['', 'not JSON', '{"alerts": 1}'])('refuses %j', async (body) => {
    expect((await post(body)).status).toBe(400);
  });
});
