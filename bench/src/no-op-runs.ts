import { AccessTokens, GoogleHealthClient, ingestUser, type PipelineContext } from '@systole/etl';
import { createLogger, detectServerFeatures, listen } from '@systole/service-kit';
import { createSimulator } from '@systole/simulator';
import type { TestDatabase } from '@systole/test-kit';
import { median } from './statistics.ts';
import { emptyTables } from './tables.ts';

const HISTORIES_IN_DAYS = [10, 100, 400];
const USER = { id: 'bench', seed: 23 };
const LAST_DAY = '2026-03-01';

/** Times an ingest that finds nothing new, after ever longer histories of one user. */
export async function measureNoOpRuns({ pool }: TestDatabase, rounds: number) {
  const logger = createLogger({ service: 'bench', level: 'error', format: 'pretty' });
  const { app } = createSimulator({ users: [USER], quotaPerMinute: 1_000_000 });
  const source = await listen(app, { host: '127.0.0.1', port: 0, portVariable: 'SIMULATOR_PORT' });
  const credentials = {
    tokenUrl: `${source.url}/token`,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    refreshToken: `demo-refresh-${USER.id}`,
  };
  const client = new GoogleHealthClient({
    origin: source.url,
    tokens: new AccessTokens(credentials, logger),
    logger,
  });
  const context: PipelineContext = { pool, features: await detectServerFeatures(pool), logger, observer: {} };
  const table = [];
  for (const days of HISTORIES_IN_DAYS) {
    await emptyTables(pool);
    const startDate = new Date(Date.parse(LAST_DAY) - days * 86_400_000).toISOString().slice(0, 10);
    const ingest = () =>
      ingestUser(context, {
        userId: USER.id,
        timeZone: 'UTC',
        client,
        startDate,
        endDate: LAST_DAY,
        deltaMode: true,
        upsertMode: true,
        lookbackHours: 24,
        trigger: 'manual',
      });
    await ingest();
    const milliseconds: number[] = [];
    let written = 0;
    for (let round = 0; round < rounds * 3; round += 1) {
      const started = performance.now();
      const reports = await ingest();
      milliseconds.push(performance.now() - started);
      written += reports.reduce((sum, { inserted, updated }) => sum + inserted + updated, 0);
    }
    const { rows } = await pool.query<{ readings: number }>(
      'SELECT count(*) AS readings FROM activities_heart_intraday',
    );
    table.push({
      readings: rows[0]?.readings,
      'ms (median)': Math.round(median(milliseconds)),
      'rows written': written,
    });
  }
  await source.close();
  return table;
}
