import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { QueryFailure } from '../../components/query-failure.tsx';
import { formatCount } from '../../units/format-value.ts';
import { describePlace } from './describe-run.ts';
import { rejectsQuery } from './run-queries.ts';
import styles from './runs.module.css';

interface RejectsProps {
  readonly id: string;
  /** How many rows the run has rejected. */
  readonly count: number;
}

/** Every row that a run did not take: where it stood, which rule it broke, and what it held. */
export function Rejects({ id, count }: RejectsProps) {
  const query = useInfiniteQuery({ ...rejectsQuery(id), enabled: count > 0 });
  const { data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  if (count === 0) return <p className={styles.none}>No row was rejected.</p>;
  const rejects = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <section aria-label="Rejected rows">
      <h3 className={styles.subtitle}>Rejected rows</h3>
      <QueryFailure query={query} />
      {isPending && <Skeleton h={160} />}
      <ol className={styles.rejects}>
        {rejects.map(({ reject_id, place, rule, message, raw_value, user_id }) => (
          <li key={reject_id}>
            <p className={styles.place}>
              {describePlace(place)}
              {user_id !== null && <span> · {user_id}</span>}
            </p>
            <p>
              <strong>{rule}</strong>: {message}
            </p>
            <pre className={styles.value} tabIndex={0} aria-label="Value as it stood in the source">
              {raw_value ?? 'no value'}
            </pre>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more ({formatCount(rejects.length)} of {formatCount(count)} shown)
        </Button>
      )}
    </section>
  );
}
