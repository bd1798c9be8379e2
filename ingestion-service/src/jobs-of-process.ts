import { usersOf, type PipelineContext } from '@systole/etl';
import {
  aggregateBiometricsJob,
  declareJobs,
  etlJob,
  ingestionJob,
  jobKinds,
  maintenanceJob,
  simulateTimeSeriesJob,
  trendAnalyzerJob,
  type DeclaredJob,
  type JobDeclaration,
  type Work,
} from '@systole/jobs';
import type { Pool } from '@systole/service-kit';
import type { Configuration } from './configuration.ts';
import { aggregateBiometrics, etl, simulateTimeSeries, trendAnalyzer } from './work/clinic.ts';
import { ingestionWork } from './work/ingestion.ts';
import { maintenance } from './work/maintenance.ts';

/** Writes down the jobs that this process works on: those of its users, or everybody's and those that are nobody's. */
export function declareJobsOf(pool: Pool, { ingestion, shared }: Configuration): Promise<DeclaredJob[]> {
  const ofUsers = ingestion
    ? usersOf(ingestion).map((userId): JobDeclaration => ({
        kind: ingestionJob,
        userId,
        schedule: ingestion.SCHEDULE,
        timeZone: ingestion.TIME_ZONE,
        isOwn: shared === undefined,
      }))
    : [];
  const ofNobody = [...jobKinds.values()]
    .filter(({ perUser }) => !perUser)
    .map((kind): JobDeclaration => ({ kind, schedule: kind.schedule, timeZone: 'UTC' }));
  return declareJobs(pool, [...ofUsers, ...(shared ? ofNobody : [])], new Date());
}

/** How each kind of job is done here. */
export function workOf(
  context: PipelineContext,
  { ingestion, shared }: Configuration,
  jobs: readonly DeclaredJob[],
): ReadonlyMap<string, Work> {
  return new Map<string, Work>([
    ...(ingestion ? [[ingestionJob.name, ingestionWork(context, ingestion, jobs)] as const] : []),
    ...(shared
      ? ([
          [simulateTimeSeriesJob.name, simulateTimeSeries(context, shared)],
          [etlJob.name, etl(context, shared)],
          [aggregateBiometricsJob.name, aggregateBiometrics(context)],
          [trendAnalyzerJob.name, trendAnalyzer(context)],
          [maintenanceJob.name, maintenance(context, shared)],
        ] as const)
      : []),
  ]);
}
