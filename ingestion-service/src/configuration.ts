import {
  acceptedRangeVariables,
  checkIngestVariables,
  ingestVariables,
  type IngestConfiguration,
} from '@systole/etl';
import { isSchedule } from '@systole/jobs';
import { ConfigurationError, readConfiguration, USER_ID, USER_ID_RULE, variable } from '@systole/service-kit';
import { z } from 'zod';

const serviceVariables = {
  DATABASE_URL: variable.databaseUrl(),
  INGESTION_HOST: variable.host(),
  INGESTION_PORT: variable.port(9_100),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
};

const ingestionVariables = {
  ...ingestVariables,
  /** Five or six cron fields, in TIME_ZONE. */
  SCHEDULE: z.string().refine(isSchedule, 'must be a cron pattern like 0 2 * * *').default('0 2 * * *'),
};

const sharedVariables = {
  /** Where files of patients and of their readings arrive, and rows that were not taken are given back. */
  CLINIC_DIRECTORY: z.string().default('data/clinic'),
  /** Whether made-up readings of all patients are written there every hour. */
  SIMULATE_READINGS: variable.flag(false),
  SIMULATION_SEED: variable.wholeNumber(0, 2 ** 31).default(1),
  /** How long the runs of jobs are kept. */
  JOB_RUNS_KEPT_DAYS: variable.wholeNumber(1, 36_500).default(90),
  ...acceptedRangeVariables,
};

const ownSchema = z.object({ ...serviceVariables, ...ingestionVariables }).superRefine(checkIngestVariables);
const sharedSchema = z.object({ ...serviceVariables, ...sharedVariables });
const sharedIngestionSchema = z
  .object({ ...serviceVariables, ...sharedVariables, ...ingestionVariables })
  .superRefine(checkIngestVariables);

export type ServiceConfiguration = z.infer<z.ZodObject<typeof serviceVariables>>;
export type SharedConfiguration = z.infer<typeof sharedSchema>;
export type IngestionConfiguration = IngestConfiguration & { readonly SCHEDULE: string };

/** What a process is to do. */
export interface Configuration {
  readonly service: ServiceConfiguration;
  /** Whose data it fetches, and how; not there where it fetches nobody's. */
  readonly ingestion: IngestionConfiguration | undefined;
  /** The work that is no user's; only in a process that names no user, and so serves everybody. */
  readonly shared: SharedConfiguration | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads what the process is to do. With USER_ID or USER_IDS it serves these users alone. Without, it serves everybody:
 * it does what is no user's, and fetches for those whose tokens GOOGLE_REFRESH_TOKEN names, `user1=token,user2=token`.
 * @throws {ConfigurationError} naming every variable that is wrong
 */
export function readIngestionConfiguration(environment: Environment = process.env): Configuration {
  const given = (name: string) => (environment[name]?.trim() ?? '') !== '';
  if (given('USER_ID') || given('USER_IDS')) {
    const own = readConfiguration(ownSchema, environment);
    return { service: own, ingestion: own, shared: undefined };
  }
  if (!given('GOOGLE_REFRESH_TOKEN')) {
    const shared = readConfiguration(sharedSchema, environment);
    return { service: shared, ingestion: undefined, shared };
  }
  const all = readConfiguration(sharedIngestionSchema, { ...environment, ...readTokens(environment) });
  return { service: all, ingestion: all, shared: all };
}

/** Users and their tokens, as a process has them that names its users. */
function readTokens({ GOOGLE_REFRESH_TOKEN = '' }: Environment): Environment {
  const entries = GOOGLE_REFRESH_TOKEN.split(',').map((entry) => entry.trim().split(/=(.*)/s));
  if (!entries.every(([user = '', token = '']) => USER_ID.test(user) && token !== '')) {
    throw new ConfigurationError([
      `GOOGLE_REFRESH_TOKEN: must name each user with the token, like user1=token1,user2=token2, where neither USER_ID nor USER_IDS is set; a user ${USER_ID_RULE}`,
    ]);
  }
  return {
    USER_IDS: entries.map(([user]) => user).join(','),
    GOOGLE_REFRESH_TOKEN: entries.map(([, token]) => token).join(','),
  };
}
