import { readConfiguration, variable } from '@systole/service-kit';
import { z } from 'zod';

const schema = z.object({
  /** Set: that server is used, and the embedded database is not started. */
  DATABASE_URL: variable.databaseUrl().optional(),
  DATABASE_PORT: variable.port(54_320),
  DATABASE_PASSWORD: z.string().optional(),
  SIMULATOR_PORT: variable.port(8_090),
  INGESTION_USER1_PORT: variable.port(9_101),
  INGESTION_USER2_PORT: variable.port(9_102),
  WORKER_PORT: variable.port(9_103),
  API_PORT: variable.port(8_000),
  CLIENT_PORT: variable.port(3_000),
  /** Set: real people are fetched, and the simulator is not started. Theirs are the variables of ingestion-service. */
  GOOGLE_REFRESH_TOKEN: z.string().optional(),
  GOOGLE_HEALTH_URL: z.string().optional(),
  USER_ID: z.string().optional(),
  USER_IDS: z.string().optional(),
  START_DATE: z.string().optional(),
  /** Whether made-up readings of all patients come in every hour: not among those of real people unless asked for. */
  SIMULATE_READINGS: z.string().optional(),
  QUOTA_REQUESTS_PER_MINUTE: z.string().default('100000'),
  SIMULATOR_CLIENT_ID: z.string().default('demo-client'),
  SIMULATOR_CLIENT_SECRET: z.string().default('demo-secret'),
});

/**
 * What `systole up` itself must know; the rest of the environment goes to the services as it is, and each checks its own.
 * @throws {ConfigurationError} naming every variable that is wrong
 */
export function readUpConfiguration(environment?: Readonly<Record<string, string | undefined>>) {
  return readConfiguration(schema, environment);
}

export type UpConfiguration = ReturnType<typeof readUpConfiguration>;
