import { check } from '../quality/checks.ts';
import { bookingDay, bookingStatus, recordId } from './appointment-values.ts';
import { replaceRows } from './replace-rows.ts';
import { stagedColumns, type TableColumn, type TableDataset } from './table-dataset.ts';

const identifier = (name: string): TableColumn => ({
  name,
  sqlType: 'text COLLATE "C"',
  required: true,
  parse: recordId,
});

const columns: readonly TableColumn[] = [
  identifier('booking_id'),
  identifier('patient_id'),
  identifier('doctor_id'),
  { name: 'booking_date', sqlType: 'date', required: true, parse: bookingDay },
  { name: 'status', sqlType: 'text', required: false, parse: bookingStatus, whenEmpty: 'unknown' },
];

/** Bookings of patients with doctors, whole in every file. The doctors come first. */
export const appointments: TableDataset = {
  key: 'appointments',
  description: 'all appointments, as Excel or CSV: booking_id,patient_id,doctor_id,booking_date,status',
  owner: 'nobody',
  columns,
  furtherColumns: 'evolve',
  references: [{ column: 'doctor_id', dataset: 'doctors', table: 'doctors', rule: 'doctor-unknown' }],
  businessKey: 'booking_id',
  // Of two rows of a booking the lower one wins.
  version: (alias) => `ROW(${alias}.line)`,
  precedence: 'replacement',
  checks: [
    check.rowsPresent('critical', 1),
    check.nullRate('booking_id', 'critical', 0),
    check.nullRate('patient_id', 'critical', 0),
    check.nullRate('doctor_id', 'critical', 0),
    check.unique('booking_id', 'critical'),
    check.references('doctor_id', 'warning', 0.95),
    check.duplicateRate('warning', 0.05),
    check.parseRate('booking_date', 'warning', 1),
    check.range('booking_date', 'warning', 0),
    check.allowedValues('status', ['confirmed', 'cancelled'], 'warning', 0.95),
  ],
  tables: ['appointments'],
  publish: async (client, { table }) => {
    const names = stagedColumns(appointments).map(({ name }) => name);
    const counts = await replaceRows(client, table, {
      target: 'appointments',
      key: 'booking_id',
      columns: names,
    });
    return { ...counts, late: 0, derived: 0 };
  },
};
