// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { EVE, heartRate } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import type { Run } from './run-queries.ts';
import { RunTable } from './run-table.tsx';

const imported: Run = {
  run_id: 7,
  dataset: heartRate.key,
  source: 'fitabase-csv',
  source_name: EVE,
  user_id: null,
  trigger: 'import',
  status: 'partial',
  window_start: null,
  window_end: null,
  started_at: '2026-11-20T08:00:00.000Z',
  heartbeat_at: '2026-11-20T08:00:04.250Z',
  finished_at: '2026-11-20T08:00:04.250Z',
  rows_read: 12_345,
  inserted: 12_000,
  updated: 40,
  unchanged: 300,
  rejected: 5,
  error: null,
};
const scheduled: Run = {
  ...imported,
  run_id: 8,
  dataset: 'of another version',
  source_name: 'https://health.example',
  user_id: 'ada',
  status: 'no_op',
  started_at: '2026-11-20T20:30:00.000Z',
  finished_at: '2026-11-20T20:45:00.000Z',
  rejected: 0,
};

function open() {
  return show(
    <RunTable runs={[scheduled, imported]} datasets={[heartRate]} timeZone="Asia/Kolkata" isOld={false} />,
    { at: '/runs?status=partial' },
  );
}
const cellsOf = (name: string) => {
  const row = screen.getByRole('link', { name }).closest('tr');
  if (!row) throw new Error(`${name} is in no row`);
  return within(row)
    .getAllByRole('cell')
    .map(({ textContent }) => textContent);
};

describe('the list of runs', () => {
  it('gives status, dataset, user, source, times by the zone and counts', () => {
    open();
    expect(cellsOf('Run 7')).toEqual([
      '#7Partial',
      'Heart rateseveral users',
      `fitabase-csv${EVE}`,
      '20 Nov 2026, 13:304.3 s',
      '12,345',
      '12,000',
      '40',
      '300',
      '5',
    ]);
    expect(cellsOf('Run 8').slice(0, 4)).toEqual([
      '#8Nothing new',
      'of another versionada',
      'fitabase-csvhttps://health.example',
      '21 Nov 2026, 02:0015 min',
    ]);
  });

  it('shows names of files with HTML in them as text', () => {
    const { container } = open();
    screen.getByText(EVE);
    expect(container.querySelector('img')).toBeNull();
  });

  it('opens a run beside the list, whose filter stays', async () => {
    const { user, place } = open();
    await user.click(screen.getByRole('link', { name: 'Run 7' }));
    expect(place().search.toString()).toBe('status=partial&run=7');
  });
});
