// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { heartRate, userNamed } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import { coverageQuery } from '../../api/queries.ts';
import { dailySummaryQuery } from '../../api/summary-queries.ts';
import type { ChartSeries } from '../../charts/chart-series.ts';
import { StatisticsTable } from './statistics-table.tsx';

const visible = { start: Date.UTC(2026, 10, 20), end: Date.UTC(2026, 10, 21) };
const users = [userNamed('ada'), userNamed('ben')];
const series: ChartSeries[] = [
  {
    id: 'ada',
    label: 'ada',
    look: { colour: '#000000', dash: [] },
    style: 'line',
    points: [
      { x: visible.start, y: 60, min: 55, max: 70, count: 300 },
      { x: visible.start + 60_000, y: 90, min: 80, max: 171, count: 100 },
    ],
  },
];

it('gives each user’s figures with their units, and a dash where something is not known', () => {
  show(
    <StatisticsTable
      users={users}
      allUsers={users}
      metric={heartRate}
      series={series}
      visible={visible}
      timeZone="UTC"
    />,
    {
      answers: [
        [
          coverageQuery('ada', heartRate.key, visible).queryKey,
          { summary: { coverage_percent: 97.62 }, data: [] },
        ],
        [
          dailySummaryQuery(['ada', 'ben'], visible, 'UTC').queryKey,
          {
            data: [
              {
                user_id: 'ada',
                timestamp: [visible.start],
                value: [52],
                min: [52],
                max: [52],
                count: [1],
                heart_rate_zones: [[{ name: 'FAT_BURN', min: 95, max: 130, minutes: 75 }]],
              },
            ],
          },
        ],
      ],
    },
  );
  const cells = (row: HTMLElement) =>
    within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => textContent);
  const [, first, second] = screen.getAllByRole('row');
  if (!first || !second) throw new Error('there are no rows');
  expect(cells(first)).toEqual([
    '55 bpm',
    '67.5 bpm',
    '171 bpm',
    '400',
    '52 bpm',
    '97.6 %',
    '1 h 15 min in all',
  ]);
  within(first).getByRole('img', { name: 'Fat burn: 1 h 15 min' });
  expect(cells(second)).toEqual(['–', '–', '–', '0', '–', '–', '–']);
});
