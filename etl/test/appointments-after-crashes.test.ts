import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { publish } from '../src/layers/publication.ts';
import { endRun, prepare, startRun } from '../src/layers/table-run.ts';
import { appointments } from '../src/tables/appointments.ts';
import { doctors } from '../src/tables/doctors.ts';
import { TableDeliveries } from './table-deliveries.ts';

const clinic = new TableDeliveries(['doctors', 'appointments']);

const DOCTORS = 'doctor_id,name,specialty\n1,Ann,\n2,Bob,\n';
const file = (...ids: readonly number[]) =>
  `booking_id,patient_id,doctor_id,booking_date,status\n${ids.map((id) => `${id},34,${1 + (id % 2)},2025-12-01,confirmed\n`).join('')}`;

const bookings = async () =>
  (await clinic.rows('SELECT booking_id FROM appointments ORDER BY 1')).map(({ booking_id }) => booking_id);
const stagedTables = () => clinic.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'staging'");

/** Brings a file to where it is staged and assessed, and no further. */
async function stageOnly(content: string) {
  const context = await clinic.context();
  const snapshot = await clinic.store.receive(Readable.from([Buffer.from(content)]), {
    dataset: appointments.key,
    userId: null,
    sourceName: 'bookings.csv',
  });
  const run = await startRun(context, appointments, snapshot, 'import');
  const { publication } = await prepare(context, appointments, snapshot, run.runId, undefined);
  return { context, run, publication };
}

describe('appointments, after a crash', () => {
  it('while they were received, are taken in by the same command', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, file(1));
    const breaking = Readable.from(
      (function* () {
        yield Buffer.from(file(2));
        throw new Error('the line went dead');
      })(),
    );
    await expect(clinic.deliver(appointments, breaking)).rejects.toThrow('the line went dead');
    expect(await bookings()).toEqual(['1']);
    await clinic.deliver(appointments, file(2));
    expect(await bookings()).toEqual(['2']);
  });

  it('of the database while they were staged, are taken in all the same', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, file(1));
    const ids = Array.from({ length: 40_000 }, (_, i) => i);
    const importing = clinic.deliver(appointments, file(...ids));
    await vi.waitFor(
      async () => {
        expect(await stagedTables()).toHaveLength(1);
      },
      {
        timeout: 30_000,
        interval: 5,
      },
    );
    await clinic.database.kill();
    await clinic.database.restart();
    expect((await importing).run).toMatchObject({
      status: 'success',
      inserted: ids.length - 1,
      unchanged: 1,
    });
    expect(await stagedTables()).toEqual([]);
  });

  it('of the process before they were published, are taken in by the same command, and nothing is left of the first', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, file(1));
    const { run } = await stageOnly(file(2, 3));
    expect(await bookings()).toEqual(['1']);
    // The ledger finds that its process is dead.
    await clinic.database.pool.query(
      "UPDATE ops.pipeline_runs SET heartbeat_at = now() - interval '1 day' WHERE run_id = $1",
      [run.runId],
    );
    await clinic.deliver(appointments, file(2, 3));
    expect(await bookings()).toEqual(['2', '3']);
    expect(await stagedTables()).toEqual([]);
    expect(await clinic.rows('SELECT status FROM ops.pipeline_runs WHERE run_id = $1', [run.runId])).toEqual([
      { status: 'failed' },
    ]);
  });

  it('in the middle of publishing, are as they were, and are published by the same command', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, file(1));
    await clinic.database.pool.query(
      "ALTER TABLE appointments ADD CONSTRAINT broken CHECK (booking_id <> '3')",
    );
    expect((await clinic.deliver(appointments, file(2, 3))).run.status).toBe('failed');
    expect(await bookings()).toEqual(['1']);
    await clinic.database.pool.query('ALTER TABLE appointments DROP CONSTRAINT broken');
    await clinic.deliver(appointments, file(2, 3));
    expect(await bookings()).toEqual(['2', '3']);
  });

  it('between the commit and its answer, are not published twice', async () => {
    await clinic.deliver(doctors, DOCTORS);
    const { context, run, publication } = await stageOnly(file(1, 2));
    expect(await publish(context.pool, appointments, publication)).toMatchObject({ inserted: 2 });
    expect(await publish(context.pool, appointments, publication)).toBeUndefined();
    expect(await endRun(context, appointments, run, undefined)).toMatchObject({
      status: 'success',
      inserted: 2,
    });
    expect((await clinic.deliver(appointments, file(1, 2))).run.status).toBe('no_op');
  });

  it('are staged anew where a doctor has gone since they were', async () => {
    await clinic.deliver(doctors, DOCTORS);
    const { context, run, publication } = await stageOnly(file(1, 2));
    await clinic.deliver(doctors, 'doctor_id,name,specialty\n1,Ann,\n');
    await expect(publish(context.pool, appointments, publication)).rejects.toMatchObject({
      kind: 'transient',
    });
    await endRun(context, appointments, run, new Error('given up'));
    expect((await clinic.deliver(appointments, file(1, 2))).run).toMatchObject({ inserted: 1, rejected: 1 });
  });
});
