import { Button, Code, Group, Select, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { User } from '../../api/answers.ts';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import { statusWords } from './describe-run.ts';
import { RunDrawer } from './run-drawer.tsx';
import { RunNow } from './run-now.tsx';
import { runsQuery, type RunDataset } from './run-queries.ts';
import { RunTable } from './run-table.tsx';
import styles from './runs.module.css';
import { STATUSES, useRunFilter } from './use-run-filter.ts';

interface RunsProps {
  readonly users: readonly User[];
  readonly datasets: readonly RunDataset[];
}

export function Runs({ users, datasets }: RunsProps) {
  const { timeZone } = useTimeZone();
  const { filter, openRun, unreadable, setFilter, showAll, goTo, close } = useRunFilter(users, datasets);
  const query = useQuery(runsQuery(filter));
  const { data, isPending, isPlaceholderData } = query;
  const isFiltered = [filter.userId, filter.dataset, filter.status].some((value) => value !== undefined);
  const filters = [
    {
      name: 'user' as const,
      label: 'User',
      all: 'All users',
      value: filter.userId,
      data: users.map(({ user_id }) => ({ value: user_id, label: user_id })),
    },
    {
      name: 'dataset' as const,
      label: 'Dataset',
      all: 'All datasets',
      value: filter.dataset,
      data: datasets.map(({ key, label }) => ({ value: key, label })),
    },
    {
      name: 'status' as const,
      label: 'Status',
      all: 'Any status',
      value: filter.status,
      data: STATUSES.map((status) => ({ value: status, label: statusWords[status].label })),
    },
  ];
  return (
    <Stack gap="md">
      <div className={styles.head}>
        <h1 className={page.title}>Runs</h1>
        {users.length > 0 && <RunNow users={users} userId={filter.userId} />}
      </div>
      <UnreadableLink parts={unreadable} />
      <div className={page.controls}>
        {filters.map(({ name, label, all, value, data: choices }) => (
          <Select
            key={name}
            label={label}
            placeholder={all}
            clearable
            searchable={name === 'user'}
            limit={200}
            data={choices}
            value={value ?? null}
            onChange={(chosen) => {
              setFilter(name, chosen);
            }}
          />
        ))}
      </div>
      <QueryFailure query={query} />
      {isPending && <Skeleton h={480} radius="lg" />}
      {data?.data.length === 0 && (
        <Notice
          tone="neutral"
          title={isFiltered ? 'No run is like this' : 'Nothing has been run yet'}
          action={
            isFiltered || filter.cursor !== undefined
              ? { label: 'Show all runs', onClick: showAll }
              : undefined
          }
        >
          {isFiltered ? (
            'There are runs, but none with this user, dataset and status together.'
          ) : (
            <>
              Runs appear here as soon as an ingestion service works (<Code>make up</Code> starts two) or a
              file is imported.
            </>
          )}
        </Notice>
      )}
      {data && data.data.length > 0 && (
        <Panel>
          <RunTable runs={data.data} datasets={datasets} timeZone={timeZone} isOld={isPlaceholderData} />
          <Group justify="space-between" mt="md">
            <Button
              variant="default"
              disabled={filter.cursor === undefined}
              onClick={() => {
                goTo(undefined);
              }}
            >
              Newest runs
            </Button>
            <Button
              variant="default"
              disabled={data.next_cursor === undefined || isPlaceholderData}
              onClick={() => {
                goTo(data.next_cursor);
              }}
            >
              Older runs
            </Button>
          </Group>
        </Panel>
      )}
      <RunDrawer id={openRun} datasets={datasets} timeZone={timeZone} onClose={close} />
    </Stack>
  );
}
