import { usersOf, type PipelineContext } from '@systole/etl';
import {
  declareJobs,
  ingestionJob,
  jobKinds,
  kindOf,
  type DeclaredJob,
  type JobDeclaration,
  type Work,
} from '@systole/jobs';
import type { Pool } from '@systole/service-kit';
import type { Configuration } from './configuration.ts';
import { aggregateBiometrics, etl, simulateTimeSeries, trendAnalyzer } from './work/clinic.ts';
import { ingestionWork } from './work/ingestion.ts';
import { maintenance } from './work/maintenance.ts';

/** When the work is done that is no user's, in UTC; a job that is not here follows the one it needs. */
const SHARED_SCHEDULES: Readonly<Record<string, string>> = {
  simulate_time_series_job: '0 * * * *',
  maintenance_job: '30 * * * *',
};

/** Writes down the jobs that this process works on: those of its users, or everybody's and those that are nobody's. */
export function declareJobsOf(pool: Pool, { ingestion, shared }: Configuration): Promise<DeclaredJob[]> {
  const ofUsers = (ingestion ? usersOf(ingestion) : []).map((userId): JobDeclaration => ({
    kind: ingestionJob,
    userId,
    schedule: ingestion?.SCHEDULE ?? '',
    timeZone: ingestion?.TIME_ZONE ?? 'UTC',
    isOwn: shared === undefined,
  }));
  const ofNobody = [...jobKinds.values()]
    .filter(({ perUser }) => !perUser)
    .map((kind): JobDeclaration => {
      const schedule = SHARED_SCHEDULES[kind.name];
      return { kind, timeZone: 'UTC', ...(schedule === undefined ? {} : { schedule }) };
    });
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
          [kindOf('simulate_time_series_job').name, simulateTimeSeries(context, shared)],
          [kindOf('etl_job').name, etl(context, shared)],
          [kindOf('aggregate_biometrics_job').name, aggregateBiometrics(context)],
          [kindOf('trend_analyzer_job').name, trendAnalyzer(context)],
          [kindOf('maintenance_job').name, maintenance(context, shared)],
        ] as const)
      : []),
  ]);
}
