import { appointmentReports, runReport, type Report, type ReportArguments } from '@systole/etl';
import type { Command } from 'commander';
import { withDatabase } from '../database/connection.ts';
import { renderReport } from '../terminal/report-table.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { UsageError } from '../usage-error.ts';

interface ReportOptions {
  readonly patient?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  readonly json?: boolean;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .summary('questions about the appointments')
    .description('Answers one report about doctors and appointments, or all of them.')
    .argument('[name]', 'which one (default: all)')
    .option('--patient <id>', 'whose appointments (default: 34)')
    .option('--from <date>', 'first day, like 2025-12-01')
    .option('--to <date>', 'last day')
    .option('-n, --limit <count>', 'most rows of each', wholeNumber, 50)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Reports:
${reportLines().join('\n')}

Examples:
  systole report
  systole report confirmed-of-patient --patient 12
  systole report cancelled-in-period --from 2025-12-01 --to 2025-12-31

Exit codes:
  0  answered
  1  the database failed
  2  no such report, or no such day`,
    )
    .action(report);
}

function reportLines(): string[] {
  const width = Math.max(...[...appointmentReports.keys()].map(({ length }) => length));
  return [...appointmentReports.values()].map(({ name, title }) => `  ${name.padEnd(width)}  ${title}`);
}

async function report(name: string | undefined, options: ReportOptions): Promise<void> {
  const given = argumentsOf(options);
  const reports = name === undefined ? [...appointmentReports.values()] : [findReport(name)];
  await withDatabase(async ({ pool }) => {
    const answers: object[] = [];
    for (const each of reports) {
      const answer = await runReport(pool, each, given, options.limit);
      if (options.json === true) answers.push({ name: each.name, ...answer });
      else console.log(`${renderReport(each, given, answer)}\n`);
    }
    if (options.json === true) {
      console.log(JSON.stringify(name === undefined ? answers : answers[0], undefined, 2));
    }
  });
}

function findReport(name: string): Report {
  const found = appointmentReports.get(name);
  if (found) return found;
  throw new UsageError(`There is no report '${name}'. There are:\n${reportLines().join('\n')}`);
}

function argumentsOf({ patient, from, to }: ReportOptions): ReportArguments {
  for (const [option, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day !== undefined && !isDay(day)) throw new UsageError(`${option} must be a day like 2025-12-01.`);
  }
  return {
    ...(patient !== undefined && { patient_id: patient }),
    ...(from !== undefined && { start_date: from }),
    ...(to !== undefined && { end_date: to }),
  };
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(+date) && date.toISOString().startsWith(text);
}
