import type { Command } from 'commander';
import pc from 'picocolors';
import { withDatabase } from '../database/connection.ts';
import { readJobs, type JobLine } from '../database/jobs.ts';
import { formatDuration, formatInstant } from '../terminal/format.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { renderTable, type Column } from '../terminal/table.ts';

export function addJobsCommand(program: Command): void {
  program
    .command('jobs')
    .summary('what is done regularly, and how it is going')
    .description('Lists the jobs with their schedules, their next time and their last run.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
\`systole run <job>\` runs one now. Nobody works on a job that shows 0 workers; its runs wait.

Exit codes:
  0  shown
  1  the database does not answer`,
    )
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const jobs = await withDatabase(({ pool }) => readJobs(pool));
      if (json) console.log(JSON.stringify(jobs, undefined, 2));
      else
        console.log(jobs.length === 0 ? 'No jobs yet: a worker declares them.' : renderTable(COLUMNS, jobs));
    });
}

const COLUMNS: readonly Column<JobLine>[] = [
  { title: 'job', value: ({ name }) => name, flexible: true },
  {
    title: 'schedule',
    value: ({ schedule, timeZone }) => (schedule === null ? '–' : `${schedule} ${timeZone}`),
  },
  {
    title: 'next (UTC)',
    value: ({ isPaused, nextRunAt }) => (isPaused ? 'paused' : formatInstant(nextRunAt)),
    style: (text, { isPaused }) => (isPaused ? pc.yellow(text) : text),
  },
  {
    title: 'last',
    value: ({ status }) => status ?? '–',
    style: (text, { status }) => styleStatus(text, status ?? ''),
  },
  { title: 'started (UTC)', value: ({ startedAt }) => formatInstant(startedAt) },
  {
    title: 'took',
    value: ({ seconds }) => (seconds === null ? '–' : formatDuration(seconds)),
    align: 'right',
  },
  { title: 'waiting', value: ({ waiting }) => String(waiting), align: 'right' },
  {
    title: 'workers',
    value: ({ workers }) => String(workers),
    align: 'right',
    style: (text, { workers }) => (workers === 0 ? pc.yellow(text) : text),
  },
  { title: 'error', value: ({ error }) => error ?? '', flexible: true, style: (text) => pc.red(text) },
];
