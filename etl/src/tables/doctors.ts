import { check } from '../quality/checks.ts';
import { recordId } from './appointment-values.ts';
import { personName, specialtyName } from './names.ts';
import { replaceRows } from './replace-rows.ts';
import { stagedColumns, type TableColumn, type TableDataset } from './table-dataset.ts';

const columns: readonly TableColumn[] = [
  { name: 'doctor_id', sqlType: 'text COLLATE "C"', required: true, parse: recordId },
  { name: 'name', sqlType: 'text', required: true, parse: personName },
  { name: 'specialty', sqlType: 'text', required: false, parse: specialtyName },
];

/** The doctors of a clinic, whole in every file. */
export const doctors: TableDataset = {
  key: 'doctors',
  description: 'all doctors, as Excel or CSV: doctor_id,name,specialty',
  owner: 'nobody',
  columns,
  furtherColumns: 'evolve',
  businessKey: 'doctor_id',
  // Of two rows of a doctor the lower one wins.
  version: (alias) => `ROW(${alias}.line)`,
  precedence: 'replacement',
  checks: [
    check.rowsPresent('critical', 1),
    check.nullRate('doctor_id', 'critical', 0),
    check.unique('doctor_id', 'critical'),
    check.duplicateRate('warning', 0.05),
    check.required('warning', 0),
  ],
  tables: ['doctors'],
  publish: async (client, { table }) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*) FROM appointments
        WHERE NOT EXISTS (SELECT FROM ${table} AS sent WHERE sent.doctor_id = appointments.doctor_id)`,
    );
    const names = stagedColumns(doctors).map(({ name }) => name);
    const counts = await replaceRows(client, table, { target: 'doctors', key: 'doctor_id', columns: names });
    return { ...counts, late: 0, derived: rows[0]?.count ?? 0 };
  },
};
