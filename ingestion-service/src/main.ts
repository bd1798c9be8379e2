import { parseArgs } from 'node:util';
import { usersOf, type Observer, type PipelineContext } from '@systole/etl';
import {
  createLogger,
  createPool,
  createPoolGauges,
  createRegistry,
  detectServerFeatures,
  listen,
  metricsFailed,
  runJob,
  runService,
  updateMetrics,
  waitForDatabase,
  type Shutdown,
} from '@systole/service-kit';
import { Cron } from 'croner';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './app.ts';
import { readIngestionConfiguration } from './configuration.ts';
import { FailedRoundRetry } from './failed-round-retry.ts';
import { Ingestion } from './ingestion.ts';
import { createIngestionMetrics } from './metrics.ts';
import { createProgressGauges } from './progress-gauges.ts';
import { ProgressLog } from './progress.ts';
import { scheduleIntervalSeconds } from './schedule-interval.ts';

const USAGE = `Usage: main.ts [--once]

Brings the data of USER_ID, or of each of USER_IDS, up to date: at start, by SCHEDULE, on SIGUSR1 and on POST /run.
  --once   one round, then exit: 0 when every run went well, 1 otherwise
All settings come from the environment; the README lists them.`;

const { values: options } = parseOptions();
if (options.help) process.stdout.write(`${USAGE}\n`);
else if (options.once) await runJob(runOnce);
else await runService(serve);

function parseOptions() {
  try {
    return parseArgs({ options: { once: { type: 'boolean' }, help: { type: 'boolean' } } });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    process.exit(2);
  }
}

function prepare({ signal, onClose }: Shutdown) {
  const configuration = readIngestionConfiguration();
  const logger = createLogger({
    service: 'ingestion-service',
    level: configuration.LOG_LEVEL,
    format: configuration.LOG_FORMAT,
  });
  const registry = createRegistry('ingestion-service', packageJson.version);
  const pool = createPool({
    url: configuration.DATABASE_URL,
    applicationName: 'ingestion-service',
    connections: 8,
    logger,
  });
  onClose('the database pool', () => pool.end());
  createPoolGauges(registry, pool);
  const progress = new ProgressLog(usersOf(configuration));
  const metrics = createIngestionMetrics(registry, logger);
  const observer: Observer = {
    ...metrics,
    onRun: (report) => {
      metrics.onRun?.(report);
      updateMetrics(logger, () => {
        progress.record(report);
      });
    },
  };
  const connect = async (): Promise<Ingestion> => {
    await waitForDatabase(pool, logger, { signal });
    await progress.restore(pool).catch((error: unknown) => {
      metricsFailed(logger, error);
    });
    // Not before: without the ledger it looks as if no run had ever succeeded.
    const interval = scheduleIntervalSeconds(configuration.SCHEDULE, configuration.TIME_ZONE);
    createProgressGauges(registry, logger, progress, interval);
    const context: PipelineContext = {
      pool,
      features: await detectServerFeatures(pool),
      logger,
      observer,
      signal,
    };
    const ingestion = new Ingestion(context, configuration);
    // A round that was interrupted still closes its entry in the ledger, so the pool must outlive it.
    onClose('the round in hand', () => ingestion.idle());
    return ingestion;
  };
  return { configuration, logger, registry, pool, connect };
}

async function runOnce(shutdown: Shutdown): Promise<void> {
  const { connect } = prepare(shutdown);
  const ingestion = await connect();
  await ingestion.run('manual');
  const failed = ingestion.last?.failedRuns ?? 0;
  if (failed > 0) throw new Error(`${failed} runs failed; the log says why`);
}

async function serve(shutdown: Shutdown) {
  const { configuration, logger, registry, pool, connect } = prepare(shutdown);
  const started: { ingestion?: Ingestion } = {};
  // It answers before the database does: whoever looks can see what it waits for.
  const app = createApp({ pool, registry, ingestion: () => started.ingestion });
  const { INGESTION_HOST: host, INGESTION_PORT: port } = configuration;
  const listening = await listen(app, { host, port, portVariable: 'INGESTION_PORT' });
  shutdown.onClose('the HTTP server', () => listening.close());

  const ingestion = await connect();
  started.ingestion = ingestion;
  const { SCHEDULE, TIME_ZONE } = configuration;
  const schedule = new Cron(SCHEDULE, { timezone: TIME_ZONE }, () => void ingestion.run('schedule'));
  shutdown.onClose('the schedule', () => {
    schedule.stop();
    return Promise.resolve();
  });
  process.on('SIGUSR1', () => void ingestion.run('manual'));
  const retry = new FailedRoundRetry(ingestion, logger);
  shutdown.onClose('the retry of a failed round', () => {
    retry.stop();
    return Promise.resolve();
  });
  void ingestion.run('start');
  logger.info('ingestion is scheduled', {
    users: (configuration.USER_IDS ?? [configuration.USER_ID]).join(','),
    schedule: SCHEDULE,
    timeZone: TIME_ZONE,
    next: schedule.nextRun()?.toISOString(),
    health: `${listening.url}/health`,
  });
  return logger;
}
