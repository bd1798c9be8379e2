// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { heartRate, userNamed } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import { runsQuery, type RunFilter } from './run-queries.ts';
import { Runs } from './runs.tsx';

const users = [userNamed('ada')];

function open(search: string, filter: RunFilter) {
  return show(<Runs users={users} datasets={[heartRate]} />, {
    at: `/runs?${search}`,
    answers: [[runsQuery(filter).queryKey, { data: [] }]],
  });
}

describe('runs where there are none', () => {
  it('says what to do before the first', () => {
    open('', {});
    screen.getByRole('heading', { name: 'Nothing has been run yet' });
    screen.getByText('make up');
  });

  it('leads back from filters that nothing fits', async () => {
    const { user, place } = open('user=ada&status=failed', { userId: 'ada', status: 'failed' });
    screen.getByRole('heading', { name: 'No run is like this' });
    await user.click(screen.getByRole('button', { name: 'Show all runs' }));
    expect(place().search.toString()).toBe('');
  });
});
