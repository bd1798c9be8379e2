// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { show } from '../../../test/render.tsx';
import type { Dataset, User } from '../../api/answers.ts';
import { EmptyDay } from './empty-day.tsx';

const user = { user_id: 'ada', time_zone: 'UTC' } as User;
const metric = { key: 'activities_heart_intraday' } as Dataset;
const history = { start: Date.parse('2026-06-01T08:00:00Z'), end: Date.parse('2026-06-18T21:00:00Z') };

function open(day: string) {
  show(<EmptyDay user={user} metric={metric} day={day} history={history} onDay={() => undefined} />);
  return screen.queryByRole('button')?.textContent;
}

describe('a day without readings', () => {
  it('leads to the end of the history that is nearer', () => {
    expect(open('2026-05-04')).toBe('Go to Mon, 1 Jun 2026');
    expect(screen.getByRole('status').textContent).toContain('no readings of ada on Monday, 4 May 2026');
  });

  it('does not lead to itself while its first readings come in', () => {
    expect(open('2026-06-18')).toBeUndefined();
    screen.getByText('No readings on this day');
  });
});
