import styles from './coverage.module.css';

const STATUSES = [
  { status: 'complete', text: 'Complete' },
  { status: 'partial', text: 'Partial: fetched before it ended, or in part' },
  { status: 'failed', text: 'Fetching failed' },
  { status: 'missing', text: 'Never fetched' },
] as const;

/** What the days' marks and shades mean. */
export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {STATUSES.map(({ status, text }) => (
        <li key={status}>
          <span
            className={styles.day}
            data-status={status}
            data-shade={status === 'missing' || status === 'failed' ? 0 : 2}
            aria-hidden
          />
          {text}
        </li>
      ))}
      <li>
        No readings
        {[0, 1, 2, 3, 4].map((shade) => (
          <span key={shade} className={styles.day} data-status="complete" data-shade={shade} aria-hidden />
        ))}
        many
      </li>
    </ul>
  );
}
