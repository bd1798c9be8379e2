import { Pagination } from '@mantine/core';
import { formatCount } from '../units/format-value.ts';
import styles from './pager.module.css';

interface PagerProps {
  /** Says what is turned over to those who do not see it. */
  readonly label: string;
  readonly page: {
    readonly total: number;
    readonly skip: number;
    readonly limit: number;
    readonly data: readonly unknown[];
  };
  /** With the number of the page, from 1. */
  readonly onPage: (number: number) => void;
}

/** Which rows of a list are shown, and the way to the others. */
export function Pager({ label, page, onPage }: PagerProps) {
  const { total, skip, limit, data } = page;
  const pages = Math.ceil(total / limit);
  return (
    <nav className={styles.pager} aria-label={label}>
      <p className={styles.shown}>
        {data.length === 0
          ? `None of ${formatCount(total)}`
          : `${formatCount(skip + 1)}–${formatCount(skip + data.length)} of ${formatCount(total)}`}
      </p>
      {pages > 1 && (
        <Pagination
          size="sm"
          total={pages}
          value={Math.floor(skip / limit) + 1}
          onChange={onPage}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          getControlProps={(control) => ({
            'aria-label': control === 'previous' ? 'Previous page' : 'Next page',
          })}
        />
      )}
    </nav>
  );
}
