import { once } from 'node:events';
import { createServer } from 'node:net';
import { describeError } from '@systole/service-kit';
import { UsageError } from '../usage-error.ts';
import type { DeclaredPort } from './process-declaration.ts';

/**
 * Checks that all ports are free before anything starts.
 * @throws {UsageError} naming every port that is not, with its variable
 */
export async function assertPortsFree(ports: readonly DeclaredPort[]): Promise<void> {
  const problems: string[] = [];
  let example: DeclaredPort | undefined;
  for (const [index, declared] of ports.entries()) {
    const { variable, port } = declared;
    const twin = ports.slice(0, index).find((other) => other.port === port);
    const problem = twin ? `is also that of ${twin.variable}.` : await problemWith(port);
    if (problem === undefined) continue;
    problems.push(`Port ${port} (${variable}) ${problem}`);
    example ??= declared;
  }
  if (!example) return;
  throw new UsageError(
    [
      ...problems,
      `Stop what uses ${problems.length === 1 ? 'it' : 'them'}, or choose another port, ` +
        `here or in .env: ${example.variable}=${example.port + 10} make up`,
    ].join('\n'),
  );
}

async function problemWith(port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    return isTaken ? 'is taken by another program.' : `cannot be used: ${describeError(error)}.`;
  }
}
