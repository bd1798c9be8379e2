import { AccessTokens, GoogleHealthClient, type IngestSettings, type PipelineContext } from '@systole/etl';
import { createLogger, detectServerFeatures, type Pool } from '@systole/service-kit';
import { freePort, startProcess } from '@systole/test-kit';

export const SOURCE_USER = 'bench';

/** The simulator in a process of its own. */
export interface Source extends AsyncDisposable {
  readonly origin: string;
}

/** What ingests the simulated user's data over HTTP. */
export interface Ingestion {
  readonly context: PipelineContext;
  readonly settings: Omit<IngestSettings, 'startDate' | 'endDate'>;
}

/** Starts the simulator, without the limits of a real vendor. */
export async function openSource(): Promise<Source> {
  const port = await freePort();
  const simulator = startProcess('simulator/src/main.ts', {
    environment: {
      SIMULATED_USERS: `${SOURCE_USER}:23`,
      SIMULATOR_PORT: String(port),
      QUOTA_REQUESTS_PER_MINUTE: '1000000',
    },
  });
  await simulator.printed(/the simulator answers/);
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose](),
  };
}

/** @param origin of the simulator */
export async function ingestionFrom(origin: string, pool: Pool): Promise<Ingestion> {
  const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
  const credentials = {
    tokenUrl: `${origin}/token`,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    refreshToken: `demo-refresh-${SOURCE_USER}`,
  };
  return {
    context: { pool, features: await detectServerFeatures(pool), logger, observer: {} },
    settings: {
      userId: SOURCE_USER,
      timeZone: 'UTC',
      client: new GoogleHealthClient({ origin, tokens: new AccessTokens(credentials, logger), logger }),
      deltaMode: true,
      upsertMode: true,
      lookbackHours: 24,
      trigger: 'manual',
    },
  };
}
