import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialiseDatabase } from '@systole/db-init-service';
import { createPool, type Pool } from '@systole/service-kit';
import { projectPath } from './project.ts';
import { schemaVersion } from './schema-version.ts';
import type { Contents, TestDatabase } from './test-database.ts';
import { testLogger } from './test-logger.ts';

/** A server process of its own on a directory of its own, both gone at the end. */
export async function startEmbeddedTestDatabase(contents: Contents): Promise<TestDatabase> {
  const template = contents === 'migrated' ? await preparedDirectory() : undefined;
  await using opened = new AsyncDisposableStack();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'systole-test-'));
  opened.defer(() => rm(dataDirectory, { recursive: true }));
  if (template !== undefined) await cp(template, dataDirectory, { recursive: true });

  let server = await startServer(dataDirectory, 0);
  opened.defer(() => endServer(server, 'SIGKILL'));
  const { port } = server;
  const url = urlOf(port);
  const pool = poolOf(url, 4);
  opened.defer(() => pool.end());

  const keep = opened.move();
  return {
    url,
    pool,
    dataDirectory,
    kill: () => endServer(server, 'SIGKILL'),
    restart: async () => {
      server = await startServer(dataDirectory, port);
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}

/** A migrated data directory to copy, made by whoever comes first. */
async function preparedDirectory(): Promise<string> {
  const prepared = projectPath(`data/test/template-${await schemaVersion()}`);
  if (existsSync(prepared)) return prepared;

  await mkdir(projectPath('data/test'), { recursive: true });
  const unfinished = await mkdtemp(`${prepared}-unfinished-`);
  const server = await startServer(unfinished, 0);
  const pool = poolOf(urlOf(server.port), 1);
  try {
    await initialiseDatabase(pool, { logger: testLogger });
  } finally {
    await pool.end();
    await endServer(server, 'SIGTERM');
  }
  // Two test files may both get here; renaming is atomic and fails for the second, whose own is as good and not needed.
  await rename(unfinished, prepared).catch(async (error: unknown) => {
    if (!existsSync(prepared)) throw error;
    await rm(unfinished, { recursive: true });
  });
  return prepared;
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

/**
 * Starts the embedded database as a process, which ends when this one does, however that ends.
 * @param port 0 takes a free one.
 * @throws {Error} with what the process printed, if it ends before it accepts connections.
 */
async function startServer(dataDirectory: string, port: number): Promise<Server> {
  const process = fork(projectPath('embedded-database/src/main.ts'), {
    env: {
      ...globalThis.process.env,
      DATABASE_DIRECTORY: dataDirectory,
      DATABASE_PORT: String(port),
      LOG_FORMAT: 'pretty',
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    silent: true,
  });
  let printed = '';
  const show = (chunk: Buffer) => {
    printed += chunk.toString();
    if (!testLogger.silent) globalThis.process.stderr.write(chunk);
  };
  process.stdout?.on('data', show);
  process.stderr?.on('data', show);
  return new Promise((resolve, reject) => {
    process.once('error', reject);
    process.once('message', (message) => {
      resolve({ process, port: (message as { readonly port: number }).port });
    });
    process.once('exit', (code, signal) => {
      reject(
        new Error(`The embedded database ended with ${code ?? signal ?? ''} as it started:\n${printed}`),
      );
    });
  });
}

async function endServer({ process }: Server, signal: NodeJS.Signals): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill(signal);
  await ended;
}

/** The embedded database has one database, whatever its name in the URL. */
function urlOf(port: number): string {
  return `postgres://systole@127.0.0.1:${port}/systole`;
}

function poolOf(url: string, connections: number): Pool {
  return createPool({ url, applicationName: 'test-kit', connections, logger: testLogger });
}
