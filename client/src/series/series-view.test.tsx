// @vitest-environment jsdom
import { useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { heartRate } from '../../test/answers.ts';
import { provideDrawingSurface } from '../../test/drawing-surface.ts';
import { show } from '../../test/render.tsx';
import type { Answers } from '../api/answers.ts';
import { ApiError } from '../api/api-error.ts';
import type { ChartSeries } from '../charts/chart-series.ts';
import type { TimeRange } from '../time/time-range.ts';
import { SeriesView } from './series-view.tsx';

provideDrawingSurface();

const HOUR = 3_600_000;
const day = { start: Date.UTC(2026, 10, 20), end: Date.UTC(2026, 10, 21) };
const history = { start: day.start - 24 * HOUR, end: day.end };
const series: ChartSeries[] = [
  {
    id: 'ada',
    label: 'ada',
    look: { colour: '#0072b2', dash: [] },
    style: 'line',
    points: [0, 1, 2].map((hour) => ({ x: day.start + hour * HOUR, y: 61, min: 50, max: 80, count: 9 })),
  },
];
const answer = {
  data: [],
  metadata: { query_info: { interval: '1h', unit: 'bpm', table_description: '' } },
} as unknown as Answers['series'];

interface ViewProps {
  readonly visible: TimeRange;
  readonly fetch: () => Promise<Answers['series']>;
  readonly selected?: TimeRange[];
}

function View({ visible, fetch, selected = [] }: ViewProps) {
  const query = useQuery({ queryKey: ['series', visible], queryFn: fetch, retry: false });
  return (
    <SeriesView
      title="Heart rate"
      metric={heartRate}
      timeZone="UTC"
      range={{
        visible,
        isZoomed: false,
        zoomTo: () => undefined,
        select: (next) => selected.push(next),
      }}
      query={query}
      answer={answer}
      series={series}
      overview={series}
      history={history}
    />
  );
}
const succeed = () => Promise.resolve(answer);

describe('a chart with what belongs to it', () => {
  it('says which level it shows, and how many points of it are visible', () => {
    show(<View visible={day} fetch={succeed} />);
    screen.getByText('1-hour averages, 3 points');
    screen.getByRole('application', { name: 'Heart rate, 20 Nov 2026, 00:00 – 21 Nov 2026, 00:00' });
  });

  it('offers the nearest data where the range has none', async () => {
    const selected: TimeRange[] = [];
    const empty = { start: day.end + 48 * HOUR, end: day.end + 49 * HOUR };
    const { user } = show(<View visible={empty} fetch={succeed} selected={selected} />);
    await screen.findByRole('heading', { name: 'No data in this range' });
    await user.click(screen.getByRole('button', { name: 'Show 20 Nov 2026, 23:00 – 21 Nov 2026, 00:00' }));
    expect(selected).toEqual([{ start: day.end - HOUR, end: day.end }]);
  });

  it('keeps the picture where the next answer fails, and says why it does not change', async () => {
    show(<View visible={day} fetch={() => Promise.reject(new ApiError('unavailable'))} />);
    await screen.findByRole('heading', { name: 'The API has a problem' });
    screen.getByRole('application');
  });
});
