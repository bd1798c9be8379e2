import { biometricsKey } from '@systole/catalog';
import { inTransaction, type Pool, type PoolClient } from '@systole/service-kit';
import { standardBatchSize } from './batches.ts';
import { recordRecordBatch } from './ledger/record-batches.ts';
import { Run, type NamedDataset, type RunReport, type RunTrigger } from './ledger/runs.ts';
import type { PipelineContext } from './pipeline.ts';
import { refreshChanged, type RefreshSettings } from './refresh.ts';

export const biometrics: NamedDataset = { key: biometricsKey };

const HOURLY = 'biometrics_hourly';

/** Brings `patient_biometric_hourly_summary` up to date with the readings. */
export function refreshHourlySummary(settings: RefreshSettings): Promise<void> {
  return refreshChanged(HOURLY, settings);
}

/**
 * Loads the readings whose patient was unknown when they came, and is there now; in a run of its own. A reading that
 * has come for the same time since then stays: it is the newer one.
 * @returns undefined where there is none; what went wrong is in the report, and the readings still wait
 */
export async function loadAwaitedReadings(
  context: Pick<PipelineContext, 'pool' | 'features' | 'logger'>,
  trigger: RunTrigger,
): Promise<RunReport | undefined> {
  const { pool, features, logger } = context;
  if (!(await isAnyAwaited(pool))) return undefined;
  const run = await Run.start(pool, logger, {
    dataset: biometrics,
    source: 'quarantine',
    sourceName: 'readings whose patient has come',
    trigger,
  });
  let failure: unknown;
  try {
    const batchSize = standardBatchSize(features);
    let sourcePosition = 0;
    for (let sequence = 1; ; sequence += 1) {
      const moved = await inTransaction(pool, async (client) => {
        const { taken, inserted } = await takeAwaited(client, run.runId, batchSize);
        sourcePosition += taken;
        const counts = { inserted, updated: 0, unchanged: taken - inserted };
        await recordRecordBatch(
          client,
          biometrics,
          { runId: run.runId, sequence, sourcePosition },
          counts,
          [],
        );
        return taken;
      });
      if (moved < batchSize) break;
    }
    await refreshHourlySummary(context);
  } catch (error) {
    failure = error;
  }
  return run.finish(failure);
}

async function isAnyAwaited(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM biometrics_awaiting_patient JOIN patients USING (email) LIMIT 1',
  );
  return rowCount === 1;
}

async function takeAwaited(
  client: PoolClient,
  runId: number,
  most: number,
): Promise<{ taken: number; inserted: number }> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`systole:${biometricsKey}`]);
  const { rows } = await client.query<{ taken: number; inserted: number }>(
    `WITH wanted AS (
       SELECT email, biometric_type, "timestamp" FROM biometrics_awaiting_patient JOIN patients USING (email) LIMIT $1
     ), taken AS (
       DELETE FROM biometrics_awaiting_patient AS awaited USING wanted, patients AS patient
        WHERE (awaited.email, awaited.biometric_type, awaited."timestamp")
              = (wanted.email, wanted.biometric_type, wanted."timestamp") AND patient.email = awaited.email
       RETURNING awaited.email, patient.id, awaited.biometric_type, awaited."timestamp", value, systolic, diastolic, unit, is_outlier
     ), merged AS (
       INSERT INTO biometrics (patient_id, biometric_type, "timestamp", value, systolic, diastolic, unit, is_outlier)
       SELECT id, biometric_type, "timestamp", value, systolic, diastolic, unit, is_outlier FROM taken
       ON CONFLICT DO NOTHING RETURNING id
     ), resolved AS (
       UPDATE ops.quarantine SET resolved_by = $2::bigint
        WHERE dataset = $3 AND rule = 'patient-unknown' AND resolved_by IS NULL
          AND raw_value IN (SELECT email FROM taken))
     SELECT (SELECT count(*) FROM taken) AS taken, (SELECT count(*) FROM merged) AS inserted`,
    [most, runId, biometricsKey],
  );
  return rows[0] ?? { taken: 0, inserted: 0 };
}
