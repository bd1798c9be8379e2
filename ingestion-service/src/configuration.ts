import { checkIngestVariables, ingestVariables } from '@systole/etl';
import { readConfiguration, variable } from '@systole/service-kit';
import { CronPattern } from 'croner';
import { z } from 'zod';

const schema = z
  .object({
    DATABASE_URL: variable.databaseUrl(),
    ...ingestVariables,
    /** Five or six cron fields, in TIME_ZONE. */
    SCHEDULE: z.string().refine(isCronPattern, 'must be a cron pattern like 0 2 * * *').default('0 2 * * *'),
    INGESTION_HOST: variable.host(),
    INGESTION_PORT: variable.port(9_100),
    LOG_LEVEL: variable.logLevel(),
    LOG_FORMAT: variable.logFormat(),
  })
  .superRefine(checkIngestVariables);

export type Configuration = z.infer<typeof schema>;

/** @throws {ConfigurationError} naming every variable that is wrong */
export function readIngestionConfiguration(
  environment?: Readonly<Record<string, string | undefined>>,
): Configuration {
  return readConfiguration(schema, environment);
}

function isCronPattern(text: string): boolean {
  try {
    new CronPattern(text);
    return true;
  } catch {
    return false;
  }
}
