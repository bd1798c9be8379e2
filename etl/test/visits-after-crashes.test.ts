import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { SystoleError } from '@systole/service-kit';
import { describe, expect, it, vi } from 'vitest';
import { importTable } from '../src/layers/import-table.ts';
import { checksOf } from '../src/quality/quality-report.ts';
import { patientVisits } from '../src/tables/patient-visits.ts';
import { HEADER, visit, VisitDeliveries } from './visit-deliveries.ts';

const clinic = new VisitDeliveries();

describe('after something broke', () => {
  it('a file that was interrupted while it was staged goes in by the same command', async () => {
    const content = HEADER + Array.from({ length: 30_000 }, (_, i) => visit(`v${i}`)).join('');
    const interruption = new AbortController();
    const context = { ...(await clinic.context()), signal: interruption.signal };
    let looks = 0;
    // The staging table is there, and some rows are on their way.
    const watched = new Proxy(context.signal, {
      get: (signal, name) => {
        if (name === 'throwIfAborted' && (looks += 1) === 3) interruption.abort();
        const value: unknown = Reflect.get(signal, name, signal);
        return typeof value === 'function' ? (value as () => unknown).bind(signal) : value;
      },
    });
    const interrupted = await importTable({ ...context, signal: watched }, clinic.store, {
      dataset: patientVisits,
      userId: null,
      content: Readable.from([Buffer.from(content)]),
      sourceName: 'visits.csv',
    });
    expect(interrupted.run).toMatchObject({ status: 'failed', inserted: 0 });
    expect(await clinic.visits()).toEqual([]);
    expect((await clinic.deliverVisits(content)).run).toMatchObject({ status: 'success', inserted: 30_000 });
  });

  it('a file goes in although the database goes away while it is staged', async () => {
    const rows = 60_000;
    const importing = clinic.deliverVisits(
      HEADER + Array.from({ length: rows }, (_, i) => visit(`v${i}`)).join(''),
    );
    await vi.waitFor(
      async () => {
        const { rowCount } = await clinic.database.pool.query(
          "SELECT FROM pg_tables WHERE schemaname = 'staging'",
        );
        expect(rowCount).toBe(1);
      },
      { timeout: 30_000, interval: 5 },
    );
    await clinic.database.kill();
    await clinic.database.restart();
    expect((await importing).run).toMatchObject({ status: 'success', inserted: rows });
    expect((await clinic.visits()).length).toBe(rows);
  });

  it('a file is staged and published again where publishing fails for a moment', async () => {
    let crashes = 0;
    const context = await clinic.context();
    const report = await importTable(context, clinic.store, {
      dataset: {
        ...patientVisits,
        publish: async (client, staged) => {
          crashes += 1;
          if (crashes === 1) throw new SystoleError('transient', 'the server crashed');
          return patientVisits.publish(client, staged);
        },
      },
      content: Readable.from([Buffer.from(HEADER + visit('v1'))]),
      userId: null,
      sourceName: 'visits.csv',
    });
    expect(report.run).toMatchObject({ status: 'success', inserted: 1 });
    expect(crashes).toBe(2);
    const { rows } = await clinic.database.pool.query('SELECT count(*) AS count FROM ops.quality_checks');
    expect(rows).toEqual([{ count: checksOf(patientVisits).length }]);
  });

  it('a file that broke off while it was received leaves nothing', async () => {
    const breaking = Readable.from(
      (function* () {
        yield Buffer.from(HEADER);
        throw new Error('the line went dead');
      })(),
    );
    await expect(
      clinic.store.receive(breaking, { dataset: 'patient_visits', userId: null, sourceName: 'a.csv' }),
    ).rejects.toThrow('the line went dead');
    expect(await readdir(path.join(clinic.folder, 'patient_visits'))).toEqual([]);
    expect((await clinic.database.pool.query('SELECT FROM raw.snapshots')).rowCount).toBe(0);
  });

  it('staging tables of runs that died are dropped by the next', async () => {
    await clinic.database.pool.query('CREATE UNLOGGED TABLE staging.patient_visits_999999 (line bigint)');
    await clinic.deliverVisits(HEADER + visit('v1'));
    const { rowCount } = await clinic.database.pool.query(
      "SELECT FROM pg_tables WHERE schemaname = 'staging'",
    );
    expect(rowCount).toBe(0);
  });

  it('nothing is published where the publishing transaction fails, and the same command does it', async () => {
    const content = HEADER + visit('v1');
    await clinic.database.pool.query(
      'ALTER TABLE daily_visit_metrics ADD CONSTRAINT broken CHECK (visits > 99)',
    );
    expect((await clinic.deliverVisits(content)).run.status).toBe('failed');
    expect(await clinic.visits()).toEqual([]);
    await clinic.database.pool.query('ALTER TABLE daily_visit_metrics DROP CONSTRAINT broken');
    expect((await clinic.deliverVisits(content)).run).toMatchObject({ status: 'success', inserted: 1 });
  });
});
