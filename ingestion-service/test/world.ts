import { createHash } from 'node:crypto';
import { listen, type Listening } from '@systole/service-kit';
import { createSimulator, heartRateSeries, type Simulator, type SimulatedUser } from '@systole/simulator';
import { startProcess, startTestDatabase, type TestDatabase, type TestProcess } from '@systole/test-kit';

/** A source, a database, and ingestion processes between them: all real. */
export interface World extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly simulator: Simulator;
  /** Starts the service; its environment can be changed variable by variable. */
  readonly ingest: (environment?: Readonly<Record<string, string>>, ...args: string[]) => TestProcess;
  /** Rows and checksum of the readings in the table. */
  readonly held: (userId?: string) => Promise<Digest>;
}

/** Two tables with the same digest hold the same readings. */
export interface Digest {
  readonly rows: number;
  readonly checksum: string;
}

export const ANNA: SimulatedUser = { id: 'anna', seed: 23 };
export const BERT: SimulatedUser = { id: 'bert', seed: 37 };

export async function startWorld(): Promise<World> {
  const database = await startTestDatabase();
  const simulator = createSimulator({ users: [ANNA, BERT], faultsEnabled: true, quotaPerMinute: 1_000_000 });
  const source: Listening = await listen(simulator.app, {
    host: '127.0.0.1',
    port: 0,
    portVariable: 'SIMULATOR_PORT',
  });
  return {
    database,
    simulator,
    ingest: (environment = {}, ...args) =>
      startProcess('ingestion-service/src/main.ts', {
        arguments: args,
        environment: {
          DATABASE_URL: database.url,
          USER_ID: ANNA.id,
          GOOGLE_REFRESH_TOKEN: `demo-refresh-${environment['USER_ID'] ?? ANNA.id}`,
          GOOGLE_HEALTH_URL: source.url,
          GOOGLE_TOKEN_URL: `${source.url}/token`,
          GOOGLE_CLIENT_ID: 'demo-client',
          GOOGLE_CLIENT_SECRET: 'demo-secret',
          INGESTION_PORT: '0',
          ...environment,
        },
      }),
    held: async (userId = ANNA.id) => {
      const { rows } = await database.pool.query<[number, number]>({
        text: `SELECT (extract(epoch FROM timestamp) * 1000)::bigint, value
                 FROM activities_heart_intraday WHERE user_id = $1 ORDER BY timestamp`,
        values: [userId],
        rowMode: 'array',
      });
      return digest(rows);
    },
    [Symbol.asyncDispose]: async () => {
      await source.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What the person's watch has measured. */
export function truth(user: SimulatedUser, start: string, end: string): Digest {
  const { timestamps, bpm } = heartRateSeries(user, Date.parse(start), Date.parse(end));
  return digest(Array.from(timestamps, (at, i): [number, number] => [at, bpm[i] ?? 0]));
}

function digest(rows: readonly (readonly [number, number])[]): Digest {
  const hash = createHash('sha256');
  for (const [at, value] of rows) hash.update(`${at},${value}\n`);
  return { rows: rows.length, checksum: hash.digest('hex') };
}
