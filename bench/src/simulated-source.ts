import { AccessTokens, GoogleHealthClient, type IngestSettings, type PipelineContext } from '@systole/etl';
import { createLogger, detectServerFeatures, listen, type Pool } from '@systole/service-kit';
import { createSimulator } from '@systole/simulator';

export const SOURCE_USER = 'bench';

/** What ingests the simulated user's data over HTTP. */
export interface Source extends AsyncDisposable {
  readonly context: PipelineContext;
  readonly settings: Omit<IngestSettings, 'startDate' | 'endDate'>;
}

/** Starts the simulator in this process, without the limits of a real vendor. */
export async function openSource(pool: Pool): Promise<Source> {
  const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
  const { app } = createSimulator({ users: [{ id: SOURCE_USER, seed: 23 }], quotaPerMinute: 1_000_000 });
  const server = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });
  const credentials = {
    tokenUrl: `${server.url}/token`,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    refreshToken: `demo-refresh-${SOURCE_USER}`,
  };
  return {
    context: { pool, features: await detectServerFeatures(pool), logger, observer: {} },
    settings: {
      userId: SOURCE_USER,
      timeZone: 'UTC',
      client: new GoogleHealthClient({
        origin: server.url,
        tokens: new AccessTokens(credentials, logger),
        logger,
      }),
      deltaMode: true,
      upsertMode: true,
      lookbackHours: 24,
      trigger: 'manual',
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
