// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { EVE, userNamed } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import { UserToggles } from './user-toggles.tsx';

it('says who is shown, switches one off and on, and takes names for text', async () => {
  const users = [userNamed('ada'), userNamed(EVE)];
  const toggled: string[] = [];
  const { user, container } = show(
    <UserToggles
      users={users}
      allUsers={users}
      hidden={new Set([EVE])}
      onToggle={(userId) => toggled.push(userId)}
    />,
  );
  const pressed = screen
    .getAllByRole('button')
    .map((button) => [button.textContent, button.getAttribute('aria-pressed')]);
  expect(pressed).toEqual([
    ['ada', 'true'],
    [EVE, 'false'],
  ]);
  await user.click(screen.getByRole('button', { name: EVE }));
  await user.click(screen.getByRole('button', { name: 'ada' }));
  expect(toggled).toEqual([EVE, 'ada']);
  expect(container.querySelector('img')).toBeNull();
});
