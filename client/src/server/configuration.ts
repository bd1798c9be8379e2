import { variable } from '@systole/service-kit';
import { z } from 'zod';

/** The environment variables of the server of the dashboard. */
export const configurationSchema = z.object({
  CLIENT_PORT: variable.port(3_000),
  CLIENT_HOST: variable.host(),
  /** Origin of the API, to which /api/* is passed on. */
  API_URL: z
    .string()
    .refine(
      (text) => /^https?:\/\//.test(text) && URL.canParse(text),
      'must be an http(s) URL like http://127.0.0.1:8000',
    )
    .transform((text) => text.replace(/\/+$/, ''))
    .default('http://127.0.0.1:8000'),
  LOG_LEVEL: variable.logLevel(),
  LOG_FORMAT: variable.logFormat(),
});
