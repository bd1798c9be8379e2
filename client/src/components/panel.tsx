import type { ReactNode } from 'react';
import styles from './panel.module.css';

interface PanelProps {
  readonly title?: string;
  /** Stands at the end of the title's line. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A surface with a title: what every page is laid out in. */
export function Panel({ title, tools, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      {(title !== undefined || tools !== undefined) && (
        <header className={styles.head}>
          {title !== undefined && <h2 className={styles.title}>{title}</h2>}
          {tools}
        </header>
      )}
      {children}
    </section>
  );
}
