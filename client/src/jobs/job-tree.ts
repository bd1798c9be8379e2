import type { Job } from './job-queries.ts';

export interface JobNode {
  readonly job: Job;
  /** Jobs that run after it, if it succeeds. */
  readonly followers: readonly JobNode[];
}

/** Jobs with those that need them, chains first. A job whose need is not there (yet) begins a chain of its own. */
export function jobTrees(jobs: readonly Job[]): readonly JobNode[] {
  const names = new Set(jobs.map(({ name }) => name));
  const toNode = (job: Job, above: readonly string[]): JobNode => ({
    job,
    followers: jobs
      // Nothing should need itself; if it does, it must not be drawn for ever.
      .filter(({ name, needs }) => needs[0] === job.name && ![...above, job.name].includes(name))
      .map((follower) => toNode(follower, [...above, job.name])),
  });
  return jobs
    .filter(({ needs: [need] }) => need === undefined || !names.has(need))
    .map((job) => toNode(job, []))
    .sort((a, b) => b.followers.length - a.followers.length);
}
