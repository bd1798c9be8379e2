import type { ReactNode } from 'react';
import { Breakable } from './breakable.tsx';
import styles from './facts.module.css';

export interface Fact {
  readonly term: string;
  readonly value: ReactNode;
  /** A second line, in small. */
  readonly note?: ReactNode;
}

/** A few figures with what they are, side by side. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(({ term, value, note }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            {typeof value === 'string' ? <Breakable>{value}</Breakable> : value}
            {note !== undefined && <small>{note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
