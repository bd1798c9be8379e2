import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { StatusLabel } from '../../components/status-label.tsx';
import { describePassed } from '../../quality/describe-check.ts';
import { runQualityQuery } from '../../quality/quality-queries.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import styles from './runs.module.css';

/** The way to what the quality gates of a run found; nothing, where it has none. */
export function QualityLink({ id }: { readonly id: string }) {
  const { data } = useQuery(runQualityQuery(id));
  const search = useSharedSearch();
  const passed = data?.passed ?? null;
  if (passed === null) return null;
  const { label, tone } = describePassed(passed);
  return (
    <p className={styles.none}>
      <StatusLabel tone={tone}>{label}</StatusLabel> by its quality gates:{' '}
      <Link className={styles.open} to={{ pathname: `/runs/${id}/quality`, search }}>
        quality report
      </Link>
    </p>
  );
}
