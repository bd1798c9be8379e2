import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './notice.module.css';

// Mantine's buttons have one line, and what names a range of time is longer than a phone is wide.
const actionClasses = { root: styles.action ?? '', label: styles.label ?? '' };

interface NoticeProps {
  readonly title: string;
  readonly tone: 'neutral' | 'warn' | 'bad';
  readonly children?: ReactNode;
  readonly action?: { readonly label: string; readonly onClick: () => void } | undefined;
}

/** Something that a person should know, in the place of what is not there, and what can be done about it. */
export function Notice({ title, tone, children, action }: NoticeProps) {
  return (
    <section className={styles.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{children}</div>
      {action && (
        <Button variant="light" size="sm" classNames={actionClasses} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </section>
  );
}
