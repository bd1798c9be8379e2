import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { describeLength, jobRunWords } from '../../jobs/describe-job.ts';
import { timelineQuery, type Job, type JobRun } from '../../jobs/job-queries.ts';
import { timelineBars } from '../../jobs/timeline.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { DAY, HOUR, SECOND, type TimeRange } from '../../time/time-range.ts';
import { timeTicks } from '../../time/time-ticks.ts';
import { useNow } from '../../time/use-now.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useSearchChange } from '../../users/use-search-change.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import styles from './timeline.module.css';

const SPANS = [
  { value: '1h', label: '1 h', length: HOUR },
  { value: '6h', label: '6 h', length: 6 * HOUR },
  { value: '24h', label: '24 h', length: DAY },
  { value: '7d', label: '7 d', length: 7 * DAY },
] as const;
const [, , STANDARD] = SPANS;

/** When each job ran, a row a job: a bar from beginning to end, in the colour of what came of it. */
export function Timeline({ jobs }: { readonly jobs: readonly Job[] }) {
  const query = useQuery(timelineQuery);
  const [search] = useSearchParams();
  const change = useSearchChange();
  const { timeZone } = useTimeZone();
  const now = useNow(5 * SECOND);
  const span = SPANS.find(({ value }) => value === search.get('span')) ?? STANDARD;
  // Some air after now, so that what has just ended can be seen.
  const range = useMemo(() => ({ start: now - span.length, end: now + span.length / 50 }), [now, span]);
  const ticks = timeTicks(range, timeZone, 6);
  const shareOf = (instant: number) => `${((instant - range.start) / (range.end - range.start)) * 100}%`;
  return (
    <Panel
      title="Timeline"
      tools={
        <SegmentedControl
          aria-label="How far back"
          size="xs"
          data={SPANS.map(({ value, label }) => ({ value, label }))}
          value={span.value}
          onChange={(value) => {
            change({ span: value === STANDARD.value ? [] : [value] });
          }}
        />
      }
    >
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={200} />}
      {query.data && (
        <div className={styles.timeline}>
          <div className={styles.axis} aria-hidden>
            {ticks.map(({ at, label }) => (
              <span key={at} style={{ left: shareOf(at) }}>
                {label}
              </span>
            ))}
          </div>
          {jobs.map(({ name }) => (
            <Row
              key={name}
              name={name}
              runs={query.data.data.filter(({ job }) => job === name)}
              range={range}
              now={now}
              timeZone={timeZone}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly name: string;
  readonly runs: readonly JobRun[];
  readonly range: TimeRange;
  readonly now: number;
  readonly timeZone: string;
}

function Row({ name, runs, range, now, timeZone }: RowProps) {
  const search = useSharedSearch();
  const bars = timelineBars(runs, range, now);
  return (
    <section className={styles.row} aria-label={`Runs of ${name}`}>
      <p className={styles.name}>{name}</p>
      <ul className={styles.track}>
        {bars.map(({ run, left, width }) => {
          const text = `Run ${run.run_id}: ${jobRunWords[run.status].label}, ${formatDateTime(
            Date.parse(run.started_at ?? run.requested_at),
            timeZone,
          )}, ${describeLength(run, now)}`;
          return (
            <li key={run.run_id} style={{ left: `${left * 100}%`, width: `${width * 100}%` }}>
              <Link
                to={{ pathname: `/job-runs/${run.run_id}`, search }}
                data-status={run.status}
                aria-label={text}
                title={text}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
