import { useEffect, useRef } from 'react';
import { Panel } from '../../components/panel.tsx';
import type { LogLine } from '../../jobs/job-queries.ts';
import { formatIn } from '../../time/format-time.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import styles from './log-view.module.css';

interface LogViewProps {
  readonly lines: readonly LogLine[];
  /** Whether further lines are to come: the newest is kept in sight, unless somebody has scrolled up. */
  readonly isFollowed: boolean;
}

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
/** Nearer to the end than this, in pixels, somebody is reading what is new. */
const AT_END = 40;

/** What a run has said, as it says it. */
export function LogView({ lines, isFollowed }: LogViewProps) {
  const { timeZone } = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <Panel title={isFollowed ? 'Log, as it comes' : 'Log'}>
      <div
        ref={box}
        className={styles.log}
        role="log"
        aria-label="Log"
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < AT_END;
        }}
      >
        {lines.length === 0 && (isFollowed ? 'Nothing has been said yet.' : 'This run has said nothing.')}
        {lines.map(({ position, at, level, message, fields }) => (
          <p key={position} data-level={level}>
            <time dateTime={at}>{formatIn(Date.parse(at), timeZone, TIME)}</time> <b>{level}</b> {message}
            {Object.keys(fields).length > 0 && <span> {JSON.stringify(fields)}</span>}
          </p>
        ))}
      </div>
    </Panel>
  );
}
