import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { ChartSeries } from '../charts/chart-series.ts';
import { formatDateTime } from '../time/format-time.ts';
import { lengthOf, type TimeRange } from '../time/time-range.ts';
import { dragWindow, shareOf, type Grip } from './brush-window.ts';
import styles from './history-brush.module.css';
import { OverviewLines } from './overview-lines.tsx';

interface HistoryBrushProps {
  readonly series: readonly ChartSeries[];
  /** From the first reading to the last. */
  readonly history: TimeRange;
  readonly visible: TimeRange;
  readonly timeZone: string;
  readonly onChange: (range: TimeRange) => void;
}

const GRIPS = [
  { grip: 'start', label: 'Beginning of the visible range' },
  { grip: 'move', label: 'Visible range' },
  { grip: 'end', label: 'End of the visible range' },
] as const satisfies readonly { grip: Grip; label: string }[];

/** The whole history, with a window over what is visible: drag it or its edges, or move them with the arrow keys. */
export function HistoryBrush({ series, history, visible, timeZone, onChange }: HistoryBrushProps) {
  const track = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly grip: Grip; readonly x: number; readonly from: TimeRange } | undefined>(
    undefined,
  );
  const from = shareOf(visible.start, history);
  const to = shareOf(visible.end, history);

  const begin = (grip: Grip) => (event: PointerEvent) => {
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { grip, x: event.clientX, from: visible };
  };
  const move = (event: PointerEvent) => {
    const width = track.current?.clientWidth ?? 0;
    if (!drag.current || width === 0) return;
    const by = ((event.clientX - drag.current.x) / width) * lengthOf(history);
    onChange(dragWindow(drag.current.from, drag.current.grip, by, history));
  };
  const end = () => {
    drag.current = undefined;
  };
  const jump = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (!box || drag.current) return;
    const at = history.start + ((event.clientX - box.left) / box.width) * lengthOf(history);
    onChange(dragWindow(visible, 'move', at - (visible.start + visible.end) / 2, history));
  };
  const onKey = (grip: Grip) => (event: KeyboardEvent) => {
    const direction = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    const step = grip === 'move' ? lengthOf(visible) * 0.1 : lengthOf(history) * 0.01;
    onChange(dragWindow(visible, grip, direction * step, history));
  };

  return (
    <div className={styles.brush} ref={track} onPointerDown={jump}>
      <OverviewLines series={series} history={history} />
      <div
        className={styles.window}
        style={{ left: `${from * 100}%`, width: `${Math.max(0, to - from) * 100}%` }}
      >
        {GRIPS.map(({ grip, label }) => {
          const at = grip === 'end' ? visible.end : visible.start;
          return (
            <div
              key={grip}
              className={styles[grip]}
              role="slider"
              tabIndex={0}
              aria-label={label}
              aria-valuemin={history.start}
              aria-valuemax={history.end}
              aria-valuenow={Math.min(history.end, Math.max(history.start, at))}
              aria-valuetext={formatDateTime(at, timeZone)}
              onPointerDown={begin(grip)}
              onPointerMove={move}
              onPointerUp={end}
              onPointerCancel={end}
              onKeyDown={onKey(grip)}
            />
          );
        })}
      </div>
    </div>
  );
}
