import type { RunReport } from '@systole/etl';
import { startTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { ProgressLog } from './progress.ts';

const DATASET = 'activities_heart_intraday';

const report = (values: Partial<RunReport>): RunReport => ({
  runId: 1,
  dataset: DATASET,
  userId: 'user1',
  source: 'google-health',
  status: 'success',
  rowsRead: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  error: null,
  seconds: 1,
  ...values,
});

const ofHeartRate = (progress: ProgressLog) => [...progress.all].find(({ dataset }) => dataset === DATASET);

describe('the progress of ingestion', () => {
  it('has never been before the first run', () => {
    expect(ofHeartRate(new ProgressLog(['user1']))).toMatchObject({ lastSuccess: 0, lastProgress: 0 });
  });

  it('is success and progress where a run brings rows, and success alone where it brings none', () => {
    const progress = new ProgressLog(['user1']);
    progress.record(report({ inserted: 5 }), 1_000_000);
    progress.record(report({ status: 'no_op' }), 2_000_000);
    expect(ofHeartRate(progress)).toMatchObject({ lastSuccess: 2_000, lastProgress: 1_000 });
    progress.record(report({ status: 'partial', updated: 1 }), 3_000_000);
    expect(ofHeartRate(progress)).toMatchObject({ lastSuccess: 3_000, lastProgress: 3_000 });
  });

  it('is neither where a run fails', () => {
    const progress = new ProgressLog(['user1']);
    progress.record(report({ status: 'failed', inserted: 5 }), 1_000_000);
    expect(ofHeartRate(progress)).toMatchObject({ lastSuccess: 0, lastProgress: 0 });
  });

  it('counts from the first run where no run has ever brought a row', () => {
    const progress = new ProgressLog(['user1']);
    progress.record(report({ status: 'no_op' }), 1_000_000);
    progress.record(report({ status: 'no_op' }), 2_000_000);
    expect(ofHeartRate(progress)).toMatchObject({ lastSuccess: 2_000, lastProgress: 1_000 });
  });
});

describe('the progress of earlier processes', async () => {
  const database = await startTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());

  it('is taken from the ledger, without imports, failures and users of other processes', async () => {
    await database.pool.query(
      `INSERT INTO ops.pipeline_runs (dataset, source, source_name, user_id, trigger, status, inserted, finished_at)
       SELECT $1, 'google-health', 'test', user_id, trigger, status, inserted, to_timestamp(finished)
         FROM (VALUES ('user1', 'schedule', 'success', 5, 1000), ('user1', 'schedule', 'no_op', 0, 2000),
                      ('user1', 'schedule', 'failed', 7, 3000), ('user1', 'import', 'success', 9, 4000),
                      ('user2', 'schedule', 'success', 5, 5000))
              AS runs (user_id, trigger, status, inserted, finished)`,
      [DATASET],
    );
    const progress = new ProgressLog(['user1']);
    await progress.restore(database.pool);
    expect(ofHeartRate(progress)).toMatchObject({ lastSuccess: 2_000, lastProgress: 1_000 });
    expect([...progress.all].every(({ userId }) => userId === 'user1')).toBe(true);
  });
});
