import { startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { queryDuration } from './query-timing.ts';

const count = async (outcome: string) => {
  const { values } = await queryDuration.get();
  return (
    values.find(
      ({ metricName, labels }) =>
        metricName === 'systole_database_query_duration_seconds_count' && labels.outcome === outcome,
    )?.value ?? 0
  );
};

describe('statements', async () => {
  const database = await startTestDatabase();
  const { pool } = database;
  afterAll(() => database[Symbol.asyncDispose]());

  it('are timed on the pool and on a connection taken from it', async () => {
    const before = await count('success');
    await pool.query('SELECT 1');
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('COMMIT');
    client.release();
    expect((await count('success')) - before).toBe(3);
  });

  it('are timed when they fail, and fail as they would', async () => {
    const before = await count('error');
    await expect(pool.query('SELECT nothing')).rejects.toThrow('column "nothing" does not exist');
    expect((await count('error')) - before).toBe(1);
  });
});
