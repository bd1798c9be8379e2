import { describe, expect, it } from 'vitest';
import { createLogger, createTeeLogger } from './logger.ts';
import { retryTransient } from './retry.ts';

const coded = (message: string, code: string) => Object.assign(new Error(message), { code });

/** Fails so often, then gives the number of the try; with what a log at `info` shows of it. */
async function succeedAfter(failures: number, error: Error): Promise<{ tries: number; shown: string[] }> {
  const silent = createLogger({ service: 'test', level: 'error', format: 'json' });
  silent.silent = true;
  const shown: string[] = [];
  const logger = createTeeLogger(silent, {}, ({ level, message }) => shown.push(`${level}: ${message}`));
  const tries = await retryTransient(
    'the work',
    (attempt) => (attempt <= failures ? Promise.reject(error) : Promise.resolve(attempt)),
    { retries: 8, firstDelayMs: 0, longestDelayMs: 1, logger },
  );
  return { tries, shown };
}

describe('trying again', () => {
  const refused = coded('connect ECONNREFUSED', 'ECONNREFUSED');
  const locked = coded('could not refresh due to a concurrent refresh', '55P03');

  it('warns of each further try', async () => {
    expect(await succeedAfter(2, refused)).toEqual({
      tries: 3,
      shown: ['warn: the work failed, trying again', 'warn: the work failed, trying again'],
    });
  });

  it('says nothing of a lock that somebody else has for a while', async () => {
    expect(await succeedAfter(5, locked)).toEqual({ tries: 6, shown: [] });
  });

  it('warns of a lock that somebody else keeps', async () => {
    expect(await succeedAfter(6, locked)).toEqual({
      tries: 7,
      shown: ['warn: the work failed, trying again'],
    });
  });

  it('throws what will not pass at once', async () => {
    const terminal = coded('no such table', '42P01');
    await expect(succeedAfter(1, terminal)).rejects.toBe(terminal);
  });
});
