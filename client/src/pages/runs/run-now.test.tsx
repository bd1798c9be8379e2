// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { userNamed } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import { RunNow } from './run-now.tsx';

const users = [userNamed('ada', { can_run: true }), userNamed('ben'), userNamed('carla', { can_run: true })];

describe('running now', () => {
  it('is offered for the users whom a service fetches for', async () => {
    const { user } = show(<RunNow users={users} userId={undefined} />);
    await user.click(screen.getByRole('button', { name: 'Run now' }));
    expect(screen.getAllByRole('menuitem').map(({ textContent }) => textContent)).toEqual(['ada', 'carla']);
  });

  it('is one click where the runs of one of them are shown', () => {
    show(<RunNow users={users} userId="carla" />);
    screen.getByRole('button', { name: 'Run carla now' });
  });

  it.each([
    ['ben', users, 'No ingestion service fetches for ben: runs come with imported files.'],
    [
      undefined,
      [userNamed('ben')],
      'No ingestion service fetches for anybody here: runs come with imported files.',
    ],
  ])('is not offered where there is no service (%s)', (userId, known, text) => {
    show(<RunNow users={known} userId={userId} />);
    screen.getByText(text);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
