import { useCallback, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import type { User } from '../../api/answers.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import styles from './coverage.module.css';
import { describeDay } from './describe-day.ts';
import { MonthBlock } from './month-block.tsx';
import { dayAfterKey, monthsOf, type CoverageDay } from './months.ts';

interface CoverageCalendarProps {
  readonly user: User;
  /** Consecutive, and at least one. */
  readonly days: readonly CoverageDay[];
}

/**
 * The days as months, each day a link to its Day view. The calendar is one stop of the Tab key; within it the arrow
 * keys move from day to day.
 */
export function CoverageCalendar({ user, days }: CoverageCalendarProps) {
  const calendar = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const first = days[0]?.day ?? '';
  const last = days.at(-1)?.day ?? '';
  const [chosen, setChosen] = useState(last);
  const [pointedAt, setPointedAt] = useState<string>();
  // After a change of the year the day that had the focus may not be there.
  const current = chosen >= first && chosen <= last ? chosen : last;
  const months = useMemo(() => monthsOf(days), [days]);
  const most = useMemo(() => Math.max(0, ...days.map(({ readings }) => readings)), [days]);
  const shared = useSharedSearch();
  const hrefOf = useCallback(
    (day: string) => {
      const search = new URLSearchParams(shared);
      search.set('user', user.user_id);
      search.set('day', day);
      return `/day?${search.toString()}`;
    },
    [shared, user.user_id],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = dayAfterKey(event.key, current, first, last);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
    calendar.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  // One listener for hundreds of links; all that a link can do with other buttons and keys stays the browser's.
  const onClick = (event: MouseEvent) => {
    const day = dayAt(event.target);
    if (day === undefined || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(hrefOf(day));
  };

  const shown = days.find(({ day }) => day === (pointedAt ?? current));
  return (
    <>
      <p className={styles.readout} aria-hidden>
        {shown && describeDay(shown)}
      </p>
      <div
        ref={calendar}
        className={styles.calendar}
        role="group"
        aria-label={`Days of ${user.user_id}`}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={(event) => {
          setChosen(dayAt(event.target) ?? current);
        }}
        onMouseOver={(event) => {
          setPointedAt(dayAt(event.target));
        }}
        onMouseLeave={() => {
          setPointedAt(undefined);
        }}
      >
        {months.map((month) => (
          <MonthBlock
            key={month.key}
            month={month}
            most={most}
            focusable={current.startsWith(month.key) ? current : undefined}
            hrefOf={hrefOf}
          />
        ))}
      </div>
    </>
  );
}

function dayAt(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>('[data-day]')?.dataset.day : undefined;
}
