import type { ReactNode } from 'react';
import styles from './status-label.module.css';

interface StatusLabelProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'busy' | 'neutral';
  readonly children: ReactNode;
}

/** How something is, in a word; the colour only says it again. */
export function StatusLabel({ tone, children }: StatusLabelProps) {
  return (
    <span className={styles.status} data-tone={tone}>
      <span className={styles.dot} aria-hidden />
      {children}
    </span>
  );
}
