import { createApp } from '@systole/api';
import { createLogger, createPool, createRegistry } from '@systole/service-kit';
import { freePort, startProcess } from '@systole/test-kit';

/** The API in a process of its own. */
export interface ServedApi extends AsyncDisposable {
  readonly origin: string;
  /** What it has used of CPU since it began, in seconds. */
  cpuSeconds(): Promise<number>;
}

export async function serveApi(databaseUrl: string): Promise<ServedApi> {
  const port = await freePort();
  const process = startProcess('api/src/main.ts', {
    environment: { DATABASE_URL: databaseUrl, API_PORT: String(port), LOG_LEVEL: 'warn' },
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(origin);
  return {
    origin,
    cpuSeconds: async () => {
      const text = await (await fetch(`${origin}/metrics`)).text();
      return Number(/^process_cpu_seconds_total(?:\{.*\})? (\S+)/m.exec(text)?.[1]);
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

async function untilReady(origin: string): Promise<void> {
  for (;;) {
    const isReady = await fetch(`${origin}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that the API itself sends for a request. */
export async function statementsOf(databaseUrl: string, request: string): Promise<Statement[]> {
  const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
  const pool = createPool({ url: databaseUrl, applicationName: 'bench', connections: 1, logger });
  const statements: Statement[] = [];
  const query = pool.query.bind(pool) as (...parts: unknown[]) => unknown;
  Object.assign(pool, {
    query: (...parts: [string, unknown[]?] | [Statement]) => {
      const [sent, values = []] = parts;
      statements.push(typeof sent === 'string' ? { text: sent, values } : sent);
      return query(...parts);
    },
  });
  try {
    const app = createApp({
      pool,
      logger,
      registry: createRegistry('bench', '0'),
      corsOrigins: [],
    });
    // Once before, so that what is asked only once is not counted.
    await app.request(request);
    statements.length = 0;
    const response = await app.request(request);
    // A streamed answer sends its statements as it is read.
    await response.text();
    if (!response.ok) throw new Error(`${request} was answered with ${response.status}`);
    return statements;
  } finally {
    await pool.end();
  }
}
