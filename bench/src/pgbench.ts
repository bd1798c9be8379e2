import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execute } from './other-processes.ts';
import type { Statement } from './served-api.ts';

/**
 * How often a second the statements run, one set after another on each connection, prepared, as fast as the server can:
 * the limit of whoever sends them.
 */
export async function statementsPerSecond(
  databaseUrl: string,
  statements: readonly Statement[],
  { folder, seconds, connections }: { folder: string; seconds: number; connections: number },
): Promise<number> {
  const script = path.join(folder, 'statements.sql');
  const definitions: string[] = [];
  const texts = statements.map(({ text, values }, index) => {
    for (const [at, value] of values.entries()) {
      definitions.push('--define', `v${index}_${at + 1}=${asText(value)}`);
    }
    // A colon within a literal, as in HH24:MI, would be taken for the beginning of a variable.
    const literal = text.replaceAll(/(?<=\w):(?=\w)/g, `' || ':' || '`);
    return `${literal.replaceAll(/\$(\d+)/g, (_match, at: string) => `:v${index}_${at}`)};`;
  });
  await writeFile(script, texts.join('\n'));
  const { stdout } = await execute('pgbench', [
    ...['--no-vacuum', '--protocol=prepared', `--file=${script}`, `--time=${seconds}`],
    ...[`--client=${connections}`, ...definitions, databaseUrl],
  ]);
  return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
}

/** As PostgreSQL reads a parameter. */
function asText(value: unknown): string {
  return Array.isArray(value) ? `{${value.map((item) => JSON.stringify(item)).join(',')}}` : String(value);
}
