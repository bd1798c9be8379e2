import { parseArgs } from 'node:util';
import type { Observer, PipelineContext } from '@systole/etl';
import { JobWorker, scheduleIntervalSeconds } from '@systole/jobs';
import {
  ConfigurationError,
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
import packageJson from '../package.json' with { type: 'json' };
import { createApp, type Working } from './app.ts';
import { readIngestionConfiguration } from './configuration.ts';
import { createJobMetrics } from './job-metrics.ts';
import { declareJobsOf, workOf } from './jobs-of-process.ts';
import { createIngestionMetrics } from './metrics.ts';
import { ingestOnce } from './once.ts';
import { createProgressGauges } from './progress-gauges.ts';
import { ProgressLog } from './progress.ts';
import { requestIngestion } from './request-ingestion.ts';

const USAGE = `Usage: main.ts [--once]

Works on jobs. With USER_ID or USER_IDS it fetches the data of these users: at start, by SCHEDULE, and when asked by
SIGUSR1, POST /run or the API. Without, it takes everybody's jobs: those that are no user's, and those of all users whose
tokens it has.
  --once   fetches the users' data once, then exits: 0 when every run went well, 1 otherwise
All settings come from the environment; the README lists them.`;

/** Runs at the same time, where there are so many jobs. */
const MOST_RUNS = 4;

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
  const { service } = configuration;
  const logger = createLogger({
    service: 'ingestion-service',
    level: service.LOG_LEVEL,
    format: service.LOG_FORMAT,
  });
  const registry = createRegistry('ingestion-service', packageJson.version);
  const pool = createPool({
    url: service.DATABASE_URL,
    applicationName: 'ingestion-service',
    connections: 8,
    logger,
  });
  onClose('the database pool', () => pool.end());
  createPoolGauges(registry, pool);
  const followed: { progress?: ProgressLog } = {};
  const metrics = createIngestionMetrics(registry, logger);
  const observer: Observer = {
    ...metrics,
    onRun: (report) => {
      metrics.onRun?.(report);
      updateMetrics(logger, () => {
        followed.progress?.record(report);
      });
    },
  };
  const connect = async (): Promise<PipelineContext> => {
    await waitForDatabase(pool, logger, { signal });
    return { pool, features: await detectServerFeatures(pool), logger, observer, signal };
  };
  return { configuration, logger, registry, pool, followed, connect };
}

async function runOnce(shutdown: Shutdown): Promise<void> {
  const { configuration, connect } = prepare(shutdown);
  const { ingestion } = configuration;
  if (!ingestion)
    throw new ConfigurationError(['USER_ID: must be set, or USER_IDS: --once fetches the data of users']);
  await ingestOnce(await connect(), ingestion);
}

async function serve(shutdown: Shutdown) {
  const { configuration, logger, registry, pool, followed, connect } = prepare(shutdown);
  const { service, ingestion } = configuration;
  const started: { working?: Working } = {};
  // It answers before the database does: whoever looks can see what it waits for.
  const app = createApp({ pool, registry, working: () => started.working });
  const { INGESTION_HOST: host, INGESTION_PORT: port } = service;
  const listening = await listen(app, { host, port, portVariable: 'INGESTION_PORT' });
  shutdown.onClose('the HTTP server', () => listening.close());

  const context = await connect();
  const jobs = await declareJobsOf(pool, configuration);
  const worker = new JobWorker({
    pool,
    logger,
    jobs,
    work: workOf(context, configuration, jobs),
    concurrency: Math.min(MOST_RUNS, jobs.length),
    onEnd: createJobMetrics(registry, logger),
  });
  // Users who have a process of their own are its business, also where this one may do their work.
  const own = jobs.filter(({ isOwn }) => isOwn === (configuration.shared === undefined));
  if (ingestion) {
    const progress = new ProgressLog(own.flatMap(({ userId }) => userId ?? []));
    followed.progress = progress;
    // Before it is shown: without the ledger it looks as if no run had ever succeeded.
    const follow = await progress.follow(pool, (error) => {
      metricsFailed(logger, error);
    });
    shutdown.onClose('the look at progress', follow.stop);
    const interval = scheduleIntervalSeconds(ingestion.SCHEDULE, ingestion.TIME_ZONE);
    createProgressGauges(registry, logger, progress, interval);
  }
  const ask = (requestedBy: string) => requestIngestion(pool, jobs, 'manual', requestedBy);
  started.working = { worker, requestIngestion: ask };
  // What is in hand still closes its entries in the ledgers, so the pool must outlive it.
  shutdown.onClose('the worker', () => worker.stop());
  worker.start();
  await requestIngestion(pool, own, 'start', 'start of the process');
  process.on('SIGUSR1', () => {
    ask('SIGUSR1').catch((error: unknown) => logger.error('ingestion could not be asked for', { error }));
  });
  logger.info('at work', {
    jobs: jobs.map(({ name }) => name).join(', '),
    health: `${listening.url}/health`,
  });
  return logger;
}
