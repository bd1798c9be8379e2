import { ingestionJob, requestRun, type DeclaredJob, type JobTrigger } from '@systole/jobs';
import { inTransaction, type Pool } from '@systole/service-kit';

/**
 * Has the data of users fetched, as soon as somebody who may is free. At the start of a process none is asked for whose
 * schedule is paused, and by one that serves everybody none that has a process of its own.
 * @returns `queued` where any of it waits for a run that goes on
 */
export async function requestIngestion(
  pool: Pool,
  jobs: readonly DeclaredJob[],
  trigger: Extract<JobTrigger, 'start' | 'manual'>,
  requestedBy: string,
): Promise<'started' | 'queued'> {
  let status: 'started' | 'queued' = 'started';
  for (const { name, isPaused } of jobs.filter(({ kind }) => kind === ingestionJob.name)) {
    if (trigger === 'start' && isPaused) continue;
    const { isBehind } = await inTransaction(pool, (client) =>
      requestRun(client, { job: name, trigger, requestedBy }),
    );
    if (isBehind) status = 'queued';
  }
  return status;
}
