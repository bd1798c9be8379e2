import { userInfo } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, requestRun } from '@systole/jobs';
import { EXIT, inTransaction, type Pool } from '@systole/service-kit';
import type { Command } from 'commander';
import pc from 'picocolors';
import { withDatabase } from '../database/connection.ts';
import { readJob, readJobRun, type JobLogLine } from '../database/jobs.ts';
import { escapeControlCharacters } from '../terminal/escape.ts';
import { formatCount, formatDuration, formatInstant } from '../terminal/format.ts';
import { Interruption } from '../terminal/interruption.ts';
import { styleStatus } from '../terminal/status-style.ts';
import { UsageError } from '../usage-error.ts';

const LOOK_MS = 500;
const DONE = ['success', 'partial', 'no_op'];

interface RunOptions {
  readonly parameter?: readonly string[];
}

export function addRunCommand(program: Command): void {
  program
    .command('run')
    .summary('run a job now, and show what it says')
    .description(
      'Puts a run of a job into the queue, where a worker of `systole up` takes it, and shows its log until its end. ' +
        'The jobs that need it follow when it succeeds.',
    )
    .argument('<job>', 'as `systole jobs` lists them')
    .option('-p, --parameter <name=value...>', 'what the job may be asked with')
    .addHelpText(
      'after',
      `
Examples:
  systole run etl_job
  systole run ingestion_job:user1
  systole run ingestion_job:user1 -p start_date=2025-06-01 end_date=2025-06-30
  systole run trend_analyzer_job -p days=90

Exit codes:
  0    done; rows that were rejected are counted
  1    failed, or cancelled
  2    no such job or parameter
  130  interrupted (143 by SIGTERM); the run goes on`,
    )
    .action(async (job: string, { parameter = [] }: RunOptions) => {
      process.exitCode = await withDatabase(({ pool }) => run(pool, job, parameter));
    });
}

/** @returns the exit code */
async function run(pool: Pool, name: string, given: readonly string[]): Promise<number> {
  const { kind, workers } = await readJob(pool, name);
  const parameters = readParameters(kind, given);
  const { runId, isBehind } = await inTransaction(pool, (client) =>
    requestRun(client, {
      job: name,
      trigger: 'manual',
      requestedBy: `cli (${userInfo().username})`,
      parameters,
    }),
  );
  const waits = workers === 0 ? ': nobody works on it yet' : isBehind ? ', behind the one that goes on' : '';
  console.log(pc.dim(`run ${runId} of ${name}${waits}`));
  using interruption = new Interruption(`Not waiting any longer. Run ${runId} goes on.`);
  for (let position = -1; ;) {
    const { status, seconds, inserted, updated, rejected, error, lines } = await readJobRun(
      pool,
      runId,
      position,
    );
    for (const line of lines) console.log(render(line));
    position = lines.at(-1)?.position ?? position;
    if (status !== 'queued' && status !== 'running') {
      const counts = `${formatCount(inserted)} inserted, ${formatCount(updated)} updated, ${formatCount(rejected)} rejected`;
      console.log(`${styleStatus(status, status)}: ${counts}, ${formatDuration(seconds ?? 0)}`);
      if (error !== null) console.log(`  ${pc.red(escapeControlCharacters(error))}`);
      return DONE.includes(status) ? EXIT.success : EXIT.failure;
    }
    await pause(LOOK_MS, undefined, { signal: interruption.signal }).catch(() => undefined);
    if (interruption.exitCode !== undefined) return interruption.exitCode;
  }
}

/** @throws {UsageError} naming every parameter that is wrong */
function readParameters(kind: string, given: readonly string[]): Readonly<Record<string, unknown>> {
  const pairs = given.map((text): [string, string | number] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`A parameter is given as name=value, and '${text}' is not.`);
    }
    return [name, /^\d{1,15}$/.test(value) ? Number(value) : value];
  });
  const result = kindOf(kind).parameters.safeParse(Object.fromEntries(pairs));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `  ${[...path, message].join(' ')}`);
  throw new UsageError(`These parameters are not those of ${kind}:\n${problems.join('\n')}`);
}

function render({ at, level, message, fields }: JobLogLine): string {
  const texts = Object.entries(fields).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = escapeControlCharacters([message, ...texts].join('  '));
  const line = `${formatInstant(at)} ${level.padEnd(5)} ${text}`;
  return level === 'error' ? pc.red(line) : level === 'warn' ? pc.yellow(line) : line;
}
