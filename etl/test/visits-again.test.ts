import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { rebuildTable } from '../src/layers/rebuild-table.ts';
import { retryRejects } from '../src/layers/retry-rejects.ts';
import { patientVisits } from '../src/tables/patient-visits.ts';
import { HEADER, visit, VisitDeliveries } from './visit-deliveries.ts';

const clinic = new VisitDeliveries();

describe('rebuilding', () => {
  it('gives the same tables', async () => {
    await clinic.deliverVisits(HEADER + visit('v1') + visit('v2'));
    await clinic.deliverVisits(
      HEADER +
        visit('v1', { changed: '2025-12-03T00:00:00Z', cost: '7' }) +
        visit('v3', { patient: '' }) +
        visit('v4') +
        visit('v5') +
        visit('v6'),
    );
    await clinic.deliverVisits('patient_id\n');
    const before = [await clinic.visits(), await clinic.metrics()];
    await clinic.database.pool.query(
      'UPDATE fact_visits SET visit_cost = 99; DELETE FROM daily_visit_metrics',
    );
    const reports = await rebuildTable(await clinic.context(), clinic.store, patientVisits);
    expect(reports.map(({ status, inserted }) => [status, inserted])).toEqual([
      ['success', 2],
      ['partial', 3],
    ]);
    expect([await clinic.visits(), await clinic.metrics()]).toEqual(before);
    await rebuildTable(await clinic.context(), clinic.store, patientVisits);
    expect([await clinic.visits(), await clinic.metrics()]).toEqual(before);
  });

  it('leaves the tables as they were where a snapshot is gone', async () => {
    await clinic.deliverVisits(HEADER + visit('v1'));
    const before = [await clinic.visits(), await clinic.metrics()];
    await rm(clinic.folder, { recursive: true });
    const [report] = await rebuildTable(await clinic.context(), clinic.store, patientVisits);
    expect(report).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('no such file') as string,
    });
    expect([await clinic.visits(), await clinic.metrics()]).toEqual(before);
    await clinic.deliverVisits(HEADER);
  });
});

describe('retrying the rejects of a run', () => {
  it('takes rows that are good by now and marks them', async () => {
    const ahead = new Date(Date.now() + 40 * 3_600_000).toISOString();
    const content = HEADER + visit('v1') + visit('v2', { changed: ahead }) + visit('v3', { cost: '-1' });
    const { run } = await clinic.deliverVisits(content);
    expect(run).toMatchObject({ status: 'partial', inserted: 1, rejected: 2 });
    const later = {
      ...(await clinic.context()),
      now: () => new Date(Date.now() + 30 * 3_600_000),
    };
    const retried = await retryRejects(later, clinic.store, run.runId);
    expect(retried).toMatchObject({ resolved: 1, run: { status: 'partial', inserted: 1, rejected: 1 } });
    const { rows } = await clinic.database.pool.query(
      'SELECT rule, resolved_by FROM ops.quarantine WHERE run_id = $1 ORDER BY reject_id',
      [run.runId],
    );
    expect(rows).toEqual([
      { rule: 'timestamp-in-future', resolved_by: retried.run.runId },
      { rule: 'value-out-of-range', resolved_by: null },
    ]);
  });

  it('is refused for a run without a file', async () => {
    await expect(retryRejects(await clinic.context(), clinic.store, 4_711)).rejects.toThrow(
      'no file that was kept',
    );
  });
});
