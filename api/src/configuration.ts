import { acceptedRangeVariables, bookingVariables } from '@systole/etl';
import { variable } from '@systole/service-kit';
import { z } from 'zod';

/** The API's environment variables. */
export const configurationSchema = z.object({
  API_PORT: variable.port(8_000),
  API_HOST: variable.host(),
  DATABASE_URL: variable.databaseUrl(),
  POOL_SIZE: variable.wholeNumber(1, 100).default(10),
  /** Origins whose pages may use the API, separated by commas; `*`: any page may read, none write; not set: none. */
  CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every((origin) => origin === '*' || isOrigin(origin)),
      'must be origins separated by commas, like https://dashboard.example, or *',
    )
    .default([]),
  /** Where uploaded files are kept as received. */
  RAW_DIRECTORY: z.string().default('data/raw'),
  /** In MiB; larger uploads are refused. */
  UPLOAD_LIMIT_MB: variable.number(0.001, 10_240).default(20),
  ...bookingVariables,
  ...acceptedRangeVariables,
  STATEMENT_TIMEOUT_SECONDS: variable.number(0.1, 3_600).default(30),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
