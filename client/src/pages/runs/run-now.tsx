import { Button, Menu } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { User } from '../../api/answers.ts';
import { ApiError } from '../../api/api-error.ts';
import styles from './runs.module.css';
import { useRunNow } from './use-run-now.ts';

interface RunNowProps {
  readonly users: readonly User[];
  /** Whose runs are shown; undefined: everybody's, so that it is asked whose is to run. */
  readonly userId: string | undefined;
}

/** Fetches what is new without waiting for the schedule. */
export function RunNow({ users, userId }: RunNowProps) {
  const { start, awaited, seen } = useRunNow();
  const asked = users.filter(({ user_id }) => userId === undefined || user_id === userId);
  const runnable = asked.filter(({ can_run }) => can_run);
  const isBusy = start.isPending || (awaited !== undefined && seen === undefined);
  const icon = <IconPlayerPlay size={16} stroke={1.75} aria-hidden />;
  if (runnable.length === 0) {
    return (
      <p className={styles.told}>
        No ingestion service fetches for {userId ?? 'anybody here'}: runs come with imported files.
      </p>
    );
  }
  return (
    <div className={styles.runNow}>
      <p role="status" className={styles.told} data-bad={start.isError}>
        <Told start={start} awaited={awaited} seen={seen} />
      </p>
      {userId === undefined ? (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button leftSection={icon} loading={isBusy}>
              Run now
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles.menu ?? ''}>
            <Menu.Label>Fetch what is new of</Menu.Label>
            {runnable.map(({ user_id }) => (
              <Menu.Item
                key={user_id}
                onClick={() => {
                  start.mutate(user_id);
                }}
              >
                {user_id}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        <Button
          leftSection={icon}
          loading={isBusy}
          onClick={() => {
            start.mutate(userId);
          }}
        >
          Run {userId} now
        </Button>
      )}
    </div>
  );
}

function Told({ start, awaited, seen }: ReturnType<typeof useRunNow>) {
  if (start.isError) {
    const { error } = start;
    return error instanceof ApiError ? `${error.title}. ${error.message}` : error.message;
  }
  if (start.isPending) return 'Asking the ingestion service…';
  if (!awaited) return null;
  if (seen !== undefined) return `Run ${seen} of ${awaited.userId} has begun.`;
  return awaited.isQueued
    ? `${awaited.userId} is being fetched already; another round follows.`
    : `Waiting for the run of ${awaited.userId}…`;
}
