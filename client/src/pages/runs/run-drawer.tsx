import { Drawer, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Facts } from '../../components/facts.tsx';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { formatExactly, formatRange } from '../../time/format-time.ts';
import { SECOND } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { formatCount } from '../../units/format-value.ts';
import { describeDuration, describeTrigger } from './describe-run.ts';
import { QualityLink } from './quality-link.tsx';
import { Rejects } from './rejects.tsx';
import { runQuery, type RunDataset, type RunDetail } from './run-queries.ts';
import { RunStatusLabel } from './run-table.tsx';
import { RunUsers } from './run-users.tsx';

interface RunDrawerProps {
  /** The run that the URL names; undefined: closed. */
  readonly id: string | undefined;
  readonly datasets: readonly RunDataset[];
  readonly timeZone: string;
  readonly onClose: () => void;
}

/** Everything about one run, beside the list. */
export function RunDrawer({ id, datasets, timeZone, onClose }: RunDrawerProps) {
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="min(100%, 56rem)"
      title={`Run ${id ?? ''}`}
      closeButtonProps={{ 'aria-label': 'Close the run' }}
      // Locking the page writes a <style> element, which the Content-Security-Policy forbids.
      lockScroll={false}
    >
      {id !== undefined && <OneRun id={id} datasets={datasets} timeZone={timeZone} />}
    </Drawer>
  );
}

interface OneRunProps extends Pick<RunDrawerProps, 'datasets' | 'timeZone'> {
  readonly id: string;
}

function OneRun({ id, datasets, timeZone }: OneRunProps) {
  const query = useQuery(runQuery(id));
  const run = query.data;
  return (
    <Stack gap="lg">
      <QueryFailure query={query} />
      {query.isPending && <Skeleton h={320} />}
      {run && (
        <>
          {run.error !== null && (
            <Notice tone={run.status === 'failed' ? 'bad' : 'warn'} title="What went wrong">
              {run.error}
            </Notice>
          )}
          <RunFacts run={run} datasets={datasets} timeZone={timeZone} />
          {run.finished_at !== null && <QualityLink id={id} />}
          {run.users.length > 1 && <RunUsers users={run.users} timeZone={timeZone} />}
          <Rejects id={id} count={run.rejected} />
        </>
      )}
    </Stack>
  );
}

function RunFacts({ run, datasets, timeZone }: { readonly run: RunDetail } & Omit<OneRunProps, 'id'>) {
  const now = useNow(SECOND);
  const dataset = datasets.find(({ key }) => key === run.dataset)?.label ?? run.dataset;
  const { window_start, window_end } = run;
  const window =
    window_start === null || window_end === null
      ? 'the whole file'
      : formatRange({ start: Date.parse(window_start), end: Date.parse(window_end) }, timeZone);
  return (
    <Facts
      facts={[
        { term: 'Status', value: <RunStatusLabel status={run.status} />, note: describeTrigger(run.trigger) },
        { term: 'Dataset', value: dataset, note: run.user_id ?? `${run.users.length} users` },
        { term: 'Source', value: run.source, note: run.source_name },
        {
          term: 'Started',
          value: formatExactly(Date.parse(run.started_at), timeZone),
          note: `took ${describeDuration(run, now)}`,
        },
        { term: 'Asked for', value: window },
        { term: 'Read', value: formatCount(run.rows_read), note: 'rows' },
        { term: 'Inserted', value: formatCount(run.inserted), note: 'rows' },
        { term: 'Updated', value: formatCount(run.updated), note: 'rows' },
        { term: 'Unchanged', value: formatCount(run.unchanged), note: 'rows' },
        { term: 'Rejected', value: formatCount(run.rejected), note: 'rows' },
      ]}
    />
  );
}
