import type { ConfigurationError } from '@systole/service-kit';
import { readConfiguration } from '@systole/service-kit';
import { describe, expect, it } from 'vitest';
import { configurationSchema } from './configuration.ts';

const DATABASE_URL = 'postgres://systole@localhost/systole';
const read = (environment: Record<string, string>) =>
  readConfiguration(configurationSchema, { DATABASE_URL, ...environment });

describe("the API's configuration", () => {
  it('needs only a database', () => {
    expect(read({})).toEqual({
      API_PORT: 8_000,
      API_HOST: '127.0.0.1',
      BOOKING_YEARS_AHEAD: 2,
      DATABASE_URL,
      POOL_SIZE: 10,
      CORS_ORIGINS: [],
      RAW_DIRECTORY: 'data/raw',
      UPLOAD_LIMIT_MB: 20,
      ACCEPTED_GLUCOSE: { least: 70, most: 200 },
      ACCEPTED_WEIGHT: { least: 30, most: 200 },
      ACCEPTED_SYSTOLIC: { least: 90, most: 140 },
      ACCEPTED_DIASTOLIC: { least: 60, most: 90 },
      STATEMENT_TIMEOUT_SECONDS: 30,
      LOG_LEVEL: 'info',
      LOG_FORMAT: 'json',
    });
  });

  it('takes origins separated by commas', () => {
    expect(read({ CORS_ORIGINS: 'https://a.example, http://localhost:3000' }).CORS_ORIGINS).toEqual([
      'https://a.example',
      'http://localhost:3000',
    ]);
    expect(read({ CORS_ORIGINS: '*' }).CORS_ORIGINS).toEqual(['*']);
  });

  it('names everything that is wrong', () => {
    const wrong = {
      API_PORT: '80000',
      POOL_SIZE: '0',
      CORS_ORIGINS: 'https://a.example/path',
      STATEMENT_TIMEOUT_SECONDS: 'soon',
      LOG_LEVEL: 'loud',
    };
    let problems: readonly string[] = [];
    try {
      read(wrong);
    } catch (error) {
      problems = (error as ConfigurationError).problems;
    }
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(Object.keys(wrong));
  });
});
