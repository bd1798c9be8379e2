// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { catalogue, EVE, userNamed } from '../../test/answers.ts';
import { show } from '../../test/render.tsx';
import { UnreadableLink } from '../components/unreadable-link.tsx';
import { WithDashboardData } from './dashboard-data.tsx';

const content = (
  <WithDashboardData>
    {({ users, chosen, metric, unknown }) => (
      <>
        <UnreadableLink parts={unknown} />
        <p>
          {chosen.map(({ user_id }) => user_id).join(' and ')} of {users.length}: {metric.label}
        </p>
      </>
    )}
  </WithDashboardData>
);
const answers = catalogue([userNamed(EVE), userNamed('ada'), userNamed('ben')]);

describe('a page that needs users and a metric', () => {
  it('waits with a skeleton until they are known', () => {
    const [users] = answers;
    show(content, { answers: [users] });
    expect(screen.getByRole('status').textContent).toBe('Loading');
  });

  it('says what to do where there is nobody yet', () => {
    show(content, { answers: catalogue([]) });
    screen.getByRole('heading', { name: 'No data yet' });
    screen.getByText('make up');
  });

  it('gets those that the URL names', () => {
    show(content, { at: '/?user=ben&user=ada&metric=activities_heart_summary', answers });
    screen.getByText('ben and ada of 3: Resting heart rate and zones');
    expect(screen.queryByText(/could not be understood/)).toBeNull();
  });

  it('gets the standard ones for names that are nobody’s, which it shows as text', () => {
    const { container } = show(content, { at: '/?user=<b>zoe</b>&metric=mood', answers });
    screen.getByText(`${EVE} of 3: Heart rate`);
    screen.getByText(/Not known here: user “<b>zoe<\/b>”, metric “mood”\./);
    expect(container.querySelector('b, img')).toBeNull();
  });
});
