import { Select } from '@mantine/core';
import type { Dataset } from '../api/answers.ts';
import { useSearchChange } from './use-search-change.ts';
import styles from './user-select.module.css';

interface MetricSelectProps {
  readonly datasets: readonly Dataset[];
  readonly metric: Dataset;
}

/** Chooses what is shown; it is part of the URL. */
export function MetricSelect({ datasets, metric }: MetricSelectProps) {
  const changeSearch = useSearchChange();
  return (
    <Select
      label="Metric"
      className={styles.select ?? ''}
      allowDeselect={false}
      data={datasets.map(({ key, label, unit }) => ({ value: key, label: `${label} (${unit})` }))}
      value={metric.key}
      onChange={(key) => {
        if (key !== null) changeSearch({ metric: [key] });
      }}
    />
  );
}
