import os from 'node:os';
import type { BenchResult, Goal, Table } from './bench.ts';

/** What the figures depend on. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly postgresql: string;
  readonly timescaledb: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface BenchReport extends BenchResult {
  readonly key: string;
  readonly title: string;
  readonly seconds: number;
}

export interface Report {
  readonly scale: string;
  readonly machine: Machine;
  readonly benches: readonly BenchReport[];
}

export function describeMachine(database: Pick<Machine, 'postgresql' | 'timescaledb' | 'settings'>): Machine {
  return {
    date: new Date().toISOString(),
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    ...database,
  };
}

/** The same as GitHub-flavoured Markdown. */
export function toMarkdown({ scale, machine, benches }: Report): string {
  const settings = Object.entries(machine.settings).map(([name, value]) => `${name} ${value}`);
  return [
    `# Benchmarks (${scale})`,
    '',
    `${machine.date}. ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB; Node ${machine.node}; ${machine.postgresql}, TimescaleDB ${machine.timescaledb} (${settings.join(', ')}).`,
    '',
    '## Goals',
    '',
    markdownTable(goalRows(benches.flatMap(({ goals }) => goals))),
    ...benches.flatMap(({ title, tables, seconds }) => [
      '',
      `## ${title}`,
      '',
      ...tables.flatMap((table) => [`${table.title}:`, '', markdownTable(table.rows), '']),
      `Took ${Math.round(seconds)} s.`,
    ]),
    '',
  ].join('\n');
}

export function goalRows(goals: readonly Goal[]): Table['rows'] {
  return goals.map(({ what, goal, measured, isReached }) => ({
    what,
    goal,
    measured,
    reached: isReached ? 'yes' : 'no',
  }));
}

function markdownTable(rows: Table['rows']): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((column) => (typeof rows[0]?.[column] === 'number' ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
}
