import { readFileSync } from 'node:fs';
import type { Pool } from '@systole/service-kit';
import { recordId } from '../tables/appointment-values.ts';

/** What a report can be asked for; in the order of the numbers in its SQL. */
export interface ReportParameter {
  readonly name: 'patient_id' | 'start_date' | 'end_date';
  readonly description: string;
  /** Where it is not given; null: without bound. */
  readonly standard: string | null;
}

export interface ReportColumn {
  readonly name: string;
  readonly label: string;
  /** `share`: from 0 to 1. */
  readonly kind: 'text' | 'date' | 'count' | 'share';
}

/** A question about the appointments. Its SQL is a file of its own, `appointments/<name>.sql`. */
export interface Report {
  readonly name: string;
  readonly title: string;
  readonly parameters: readonly ReportParameter[];
  /** Of the answer, in the order of its SQL. */
  readonly columns: readonly ReportColumn[];
}

export type ReportRow = Readonly<Record<string, string | number | null>>;

export interface ReportAnswer {
  readonly rows: readonly ReportRow[];
  /** Whether there are more rows. */
  readonly isTruncated: boolean;
}

const text = (name: string, label: string): ReportColumn => ({ name, label, kind: 'text' });
const count = (name: string, label: string): ReportColumn => ({ name, label, kind: 'count' });
const doctor = [text('doctor_id', 'Doctor'), text('name', 'Name')];
const booking: ReportColumn[] = [
  text('booking_id', 'Booking'),
  { name: 'booking_date', label: 'Day', kind: 'date' },
];
const specialty = text('specialty', 'Specialty');
const bound = (name: 'start_date' | 'end_date', description: string): ReportParameter => ({
  name,
  description,
  standard: null,
});

/** Name → report. A further one is an entry and a file. */
export const appointmentReports: ReadonlyMap<string, Report> = new Map(
  [
    {
      name: 'doctor-with-most-confirmed',
      title: 'Doctor with most confirmed appointments',
      parameters: [],
      columns: [...doctor, specialty, count('confirmed', 'Confirmed')],
    },
    {
      name: 'confirmed-of-patient',
      title: 'Confirmed appointments of a patient',
      parameters: [{ name: 'patient_id' as const, description: 'Whose they are.', standard: '34' }],
      columns: [...booking, ...doctor, specialty],
    },
    {
      name: 'cancelled-in-period',
      title: 'Cancelled appointments in a period',
      parameters: [bound('start_date', 'The first day.'), bound('end_date', 'The last day.')],
      columns: [...booking, text('patient_id', 'Patient'), ...doctor],
    },
    {
      name: 'confirmed-per-doctor',
      title: 'Confirmed appointments per doctor',
      parameters: [],
      columns: [...doctor, specialty, count('confirmed', 'Confirmed')],
    },
    {
      name: 'confirmation-ratio-by-specialty',
      title: 'Confirmation ratio by specialty',
      parameters: [],
      columns: [
        specialty,
        count('appointments', 'Appointments'),
        count('confirmed', 'Confirmed'),
        { name: 'ratio', label: 'Ratio', kind: 'share' as const },
      ],
    },
  ].map((report) => [report.name, report]),
);

const SQL: ReadonlyMap<string, string> = new Map(
  [...appointmentReports.keys()].map((name) => [
    name,
    readFileSync(new URL(`appointments/${name}.sql`, import.meta.url), 'utf8'),
  ]),
);

export type ReportArguments = Readonly<Partial<Record<ReportParameter['name'], string>>>;

/** What a report is asked with: what is given, normalised as the rows are, and else the standard. */
export function reportArguments(
  { parameters }: Report,
  given: ReportArguments,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    parameters.map(({ name, standard }) => {
      const value = given[name] ?? standard;
      const id = name === 'patient_id' && value !== null ? recordId(value) : value;
      return [name, typeof id === 'object' ? value : id];
    }),
  );
}

/**
 * Asks a report.
 * @param limit most rows of the answer
 */
export async function runReport(
  pool: Pool,
  report: Report,
  given: ReportArguments,
  limit: number,
): Promise<ReportAnswer> {
  const values = Object.values(reportArguments(report, given));
  const { rows } = await pool.query<ReportRow>(
    `SELECT * FROM (${SQL.get(report.name) ?? ''}\n) AS report LIMIT ${limit + 1}`,
    values,
  );
  return { rows: rows.slice(0, limit), isTruncated: rows.length > limit };
}
