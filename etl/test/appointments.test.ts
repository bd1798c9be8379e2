import { projectPath } from '@systole/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebuildTable } from '../src/layers/rebuild-table.ts';
import { retryRejects } from '../src/layers/retry-rejects.ts';
import { appointmentReports, runReport } from '../src/reports/appointment-reports.ts';
import { appointments } from '../src/tables/appointments.ts';
import { doctors } from '../src/tables/doctors.ts';
import { TableDeliveries } from './table-deliveries.ts';

const clinic = new TableDeliveries(['doctors', 'appointments']);

const DOCTORS = 'doctor_id,name,specialty\n1,Dr. Jane Doe,Cardiology\n2,Dr. Tom Roe,\n';
const BOOKINGS = 'booking_id,patient_id,doctor_id,booking_date,status\n';
const booking = (id: number | string, doctor: number | string = 1, rest = '34,?,2025-12-01,confirmed') =>
  `${id},${rest.replace('?', String(doctor))}\n`;

const doctorIds = async () =>
  (await clinic.rows('SELECT doctor_id FROM doctors ORDER BY 1')).map(({ doctor_id }) => doctor_id);
const bookingIds = async () =>
  (await clinic.rows('SELECT booking_id FROM appointments ORDER BY 1')).map(({ booking_id }) => booking_id);
const everything = async () => [
  await clinic.rows('SELECT * FROM doctors ORDER BY doctor_id'),
  await clinic.rows('SELECT *, booking_date::text FROM appointments ORDER BY booking_id'),
];
const rejects = async (runId: number) =>
  clinic.rows("SELECT place->'line' AS line, rule FROM ops.quarantine WHERE run_id = $1 ORDER BY 1", [runId]);

describe('doctors and appointments', () => {
  it('come out of workbooks as clinics send them, what is no good with its reason', async () => {
    const first = await clinic.deliverFile(doctors, projectPath('etl/samples/doctors.xlsx'));
    expect(first.run).toMatchObject({
      status: 'partial',
      rowsRead: 14,
      inserted: 12,
      unchanged: 1,
      rejected: 1,
    });
    expect((await clinic.rows('SELECT * FROM doctors ORDER BY doctor_id LIMIT 3'))[0]).toEqual({
      doctor_id: '1',
      name: "Dr. Jane O'Brien",
      specialty: 'Cardiology',
      further_columns: { phone: '555-0100' },
    });
    const { run, quality } = await clinic.deliverFile(
      appointments,
      projectPath('etl/samples/appointments.xlsx'),
    );
    expect(run).toMatchObject({
      status: 'partial',
      rowsRead: 242,
      inserted: 229,
      unchanged: 2,
      rejected: 11,
    });
    expect(await rejects(run.runId)).toEqual([
      { line: 22, rule: 'field-missing' },
      { line: 23, rule: 'field-missing' },
      { line: 42, rule: 'doctor-unknown' },
      { line: 43, rule: 'doctor-unknown' },
      { line: 62, rule: 'date-invalid' },
      { line: 63, rule: 'date-invalid' },
      { line: 64, rule: 'date-invalid' },
      { line: 82, rule: 'date-implausible' },
      { line: 83, rule: 'date-implausible' },
      { line: 102, rule: 'cell-error' },
      { line: 122, rule: 'cell-error' },
    ]);
    expect(quality?.passed).toBe(true);
    expect(quality?.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'booking_date readable',
      'booking_date out of range',
      'status confirmed or cancelled',
    ]);
    expect(await clinic.rows('SELECT DISTINCT status FROM appointments ORDER BY 1')).toEqual([
      { status: 'cancelled' },
      { status: 'confirmed' },
      { status: 'unknown' },
    ]);
    // The lower of two rows of a booking, which are the same only by their normalised numbers.
    expect(
      await clinic.rows(
        "SELECT patient_id, doctor_id, booking_date::text, status FROM appointments WHERE booking_id = '8'",
      ),
    ).toEqual([{ patient_id: '12', doctor_id: '2', booking_date: '2025-03-04', status: 'cancelled' }]);
  });

  it('are replaced whole, and what did not change is not touched', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, BOOKINGS + booking(1) + booking(2) + booking(3, 2));
    const versions = async () => clinic.rows('SELECT booking_id, xmin::text FROM appointments ORDER BY 1');
    const before = await versions();
    const { run, published } = await clinic.deliver(
      appointments,
      BOOKINGS + booking(1) + booking(3, 2, '34,?,2025-12-02,confirmed') + booking(4),
    );
    expect(run).toMatchObject({ inserted: 1, updated: 1, unchanged: 1 });
    expect(published).toMatchObject({ removed: 1 });
    expect(await bookingIds()).toEqual(['1', '3', '4']);
    expect((await versions())[0]).toEqual(before[0]);
    const again = await clinic.deliver(appointments, BOOKINGS + booking(1) + booking(4));
    expect(again.run.status).toBe('success');
    expect(await bookingIds()).toEqual(['1', '4']);
  });

  it('are the same however often files are delivered: the last of each counts', async () => {
    const doctorFile = fc.subarray(['1', '2', '3'], { minLength: 1 });
    const bookingFile = fc.array(
      fc.record({
        id: fc.constantFrom('1', ' 1.0', '#2', '2', '3'),
        doctor: fc.constantFrom('1', '02', '3.0'),
      }),
      { minLength: 1, maxLength: 6 },
    );
    const writeDoctors = (ids: readonly string[]) =>
      `doctor_id,name,specialty\n${ids.map((id) => `${id},Dr. ${id},X\n`).join('')}`;
    const writeBookings = (rows: readonly { id: string; doctor: string }[]) =>
      BOOKINGS + rows.map(({ id, doctor }) => booking(id, doctor)).join('');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(doctorFile, bookingFile), { minLength: 1, maxLength: 3 }),
        fc.nat(2),
        async (rounds, repeats) => {
          for (const [ids, rows] of rounds) {
            for (let i = 0; i <= repeats; i += 1) {
              await clinic.deliver(doctors, writeDoctors(ids));
              await clinic.deliver(appointments, writeBookings(rows));
            }
          }
          const [ids = [], rows = []] = rounds.at(-1) ?? [];
          expect(await doctorIds()).toEqual(ids);
          const normal = (text: string) => text.replace(/^[ #0]+|\.0$/g, '');
          const wanted = new Map(
            rows
              .filter(({ doctor }) => ids.includes(normal(doctor)))
              .map((row) => [normal(row.id), normal(row.doctor)]),
          );
          const held = await clinic.rows('SELECT booking_id, doctor_id FROM appointments');
          const found = new Map(held.map((row) => [row['booking_id'], row['doctor_id']]));
          // A file without any row that is good is refused, and what was published stays.
          if (wanted.size > 0) expect(found).toEqual(wanted);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('wait for the doctors, and are taken by the same file once these are there', async () => {
    await clinic.deliver(doctors, DOCTORS);
    const content = BOOKINGS + booking(1) + booking(2, 3);
    const { run } = await clinic.deliver(appointments, content);
    expect(run).toMatchObject({ inserted: 1, rejected: 1 });
    expect((await clinic.deliver(appointments, content)).run.status).toBe('no_op');
    await clinic.deliver(doctors, `${DOCTORS}3,Dr. New,\n`);
    const retried = await retryRejects(await clinic.context(), clinic.store, run.runId);
    expect(retried).toMatchObject({ resolved: 1, run: { inserted: 1, unchanged: 1 } });
    await clinic.deliver(doctors, DOCTORS);
    expect(await bookingIds()).toEqual(['1']);
    expect((await clinic.deliver(appointments, content)).run).toMatchObject({ unchanged: 1, rejected: 1 });
  });

  it('are not retried from a file that a later one has replaced', async () => {
    await clinic.deliver(doctors, DOCTORS);
    const { run } = await clinic.deliver(appointments, BOOKINGS + booking(1) + booking(2, 9));
    await clinic.deliver(appointments, BOOKINGS + booking(5));
    await expect(retryRejects(await clinic.context(), clinic.store, run.runId)).rejects.toThrow('replaced');
    expect(await bookingIds()).toEqual(['5']);
  });

  it('lose the appointments of a doctor who is not listed any more, and say how many', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, BOOKINGS + booking(1) + booking(2, 2));
    const { published } = await clinic.deliver(
      doctors,
      'doctor_id,name,specialty\n1,Dr. Jane Doe,Cardiology\n',
    );
    expect(published).toMatchObject({ removed: 1, derived: 1 });
    expect(await bookingIds()).toEqual(['1']);
  });

  it('are rebuilt from the last file of each', async () => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, BOOKINGS + booking(7));
    await clinic.deliver(appointments, BOOKINGS + booking(1) + booking(2, 2) + booking(3, 9));
    const before = await everything();
    await clinic.database.pool.query(
      "UPDATE doctors SET name = 'x'; DELETE FROM appointments WHERE booking_id = '1'; INSERT INTO appointments VALUES ('9', '1', '1', '2025-01-01', 'unknown')",
    );
    for (const dataset of [doctors, appointments]) {
      const reports = await rebuildTable(await clinic.context(), clinic.store, dataset);
      expect(reports.map(({ status }) => status === 'failed')).toEqual([false]);
    }
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['has no row', BOOKINGS, /rows accepted: 0/],
    ['has no row that is good', BOOKINGS + booking(1, 9), /rows accepted: 0/],
    [
      'lacks a column',
      'booking_id,patient_id\n1,2\n',
      /columns are missing: doctor_id, booking_date, status/,
    ],
  ])('stay as they were where the file %s', async (_, content, error) => {
    await clinic.deliver(doctors, DOCTORS);
    await clinic.deliver(appointments, BOOKINGS + booking(1));
    const { run } = await clinic.deliver(appointments, content);
    expect(run).toMatchObject({ status: 'failed', error: expect.stringMatching(error) as string });
    expect(await bookingIds()).toEqual(['1']);
  });

  it('take how far ahead a booking may be from the configuration', async () => {
    await clinic.deliver(doctors, DOCTORS);
    const now = () => new Date('2025-01-01T00:00:00Z');
    const content = BOOKINGS + booking(1) + booking(2, 1, '34,?,2029-06-01,confirmed');
    expect((await clinic.deliver(appointments, content, { now })).run.rejected).toBe(1);
    const later = await clinic.deliver(appointments, `${content}\n`, { now, bookingYearsAhead: 5 });
    expect(later.run.rejected).toBe(0);
  });
});

describe('the reports about appointments', () => {
  const ask = async (name: string, given = {}) => {
    const report = appointmentReports.get(name);
    if (!report) throw new Error(`no report ${name}`);
    const { rows } = await runReport(clinic.database.pool, report, given, 100);
    const names = report.columns.map(({ name: column }) => column);
    for (const row of rows) expect(Object.keys(row)).toEqual(names);
    return rows;
  };

  it('answer what they are asked', async () => {
    await clinic.deliver(
      doctors,
      'doctor_id,name,specialty\n1,Ann,Heart\n2,Bob,Heart\n3,Cid,Skin\n4,Dan,\n5,Eve,Skin\n',
    );
    await clinic.deliver(
      appointments,
      BOOKINGS +
        '1,34,1,2025-12-01,confirmed\n2,34,1,2025-12-03,confirmed\n3,8,2,2025-12-01,confirmed\n' +
        '4,034,2,2025-11-01,confirmed\n5,34,3,2025-12-02,cancelled\n6,8,3,2025-12-04,cancelled\n' +
        '7,8,4,2025-12-04,confirmed\n8,34,1,2025-12-04,maybe\n',
    );
    expect(await ask('doctor-with-most-confirmed')).toEqual([
      { doctor_id: '1', name: 'Ann', specialty: 'Heart', confirmed: 2 },
      { doctor_id: '2', name: 'Bob', specialty: 'Heart', confirmed: 2 },
    ]);
    const bookings = async (name: string, given = {}) =>
      (await ask(name, given)).map(({ booking_id }) => booking_id);
    expect(await bookings('confirmed-of-patient')).toEqual(['4', '1', '2']);
    expect(await bookings('confirmed-of-patient', { patient_id: ' 008.0' })).toEqual(['3', '7']);
    expect(await bookings('cancelled-in-period')).toEqual(['5', '6']);
    expect(await bookings('cancelled-in-period', { start_date: '2025-12-03' })).toEqual(['6']);
    expect(await bookings('cancelled-in-period', { end_date: '2025-12-02' })).toEqual(['5']);
    expect((await ask('confirmed-per-doctor')).map(({ name, confirmed }) => [name, confirmed])).toEqual([
      ['Ann', 2],
      ['Bob', 2],
      ['Dan', 1],
      ['Cid', 0],
      ['Eve', 0],
    ]);
    expect(await ask('confirmation-ratio-by-specialty')).toEqual([
      { specialty: null, appointments: 1, confirmed: 1, ratio: 1 },
      { specialty: 'Heart', appointments: 5, confirmed: 4, ratio: 0.8 },
      { specialty: 'Skin', appointments: 2, confirmed: 0, ratio: 0 },
    ]);
  });
});
