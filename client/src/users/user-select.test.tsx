// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { EVE, userNamed } from '../../test/answers.ts';
import { show } from '../../test/render.tsx';
import { UserSelect } from './user-select.tsx';

const users = [EVE, 'ada', 'ben'].map((name) => userNamed(name));

function open(names: readonly string[]) {
  const changes: (readonly string[])[] = [];
  const shown = show(
    <UserSelect
      users={users}
      chosen={users.filter(({ user_id }) => names.includes(user_id))}
      onChange={(userIds) => changes.push(userIds)}
    />,
  );
  return { ...shown, changes };
}

describe('the choice of users', () => {
  it('offers those that are not chosen yet, by parts of their names too', async () => {
    const { user, changes } = open(['ada']);
    await user.click(screen.getByRole('combobox', { name: 'Users' }));
    const names = () => screen.getAllByRole('option').map(({ textContent }) => textContent);
    expect(names()).toEqual([EVE, 'ben']);
    await user.keyboard('be');
    expect(names()).toEqual(['ben']);
    await user.keyboard('{ArrowDown}{Enter}');
    expect(changes).toEqual([['ada', 'ben']]);
  });

  it('says so where nobody has the name', async () => {
    const { user } = open(['ada']);
    await user.type(screen.getByRole('combobox', { name: 'Users' }), 'zoe');
    screen.getByText('No such user');
  });

  it('takes a user away, but never the last', async () => {
    const { user, changes, unmount } = open(['ada', 'ben']);
    await user.click(screen.getByRole('combobox', { name: 'Users' }));
    await user.keyboard('{Backspace}');
    expect(changes).toEqual([['ada']]);
    unmount();
    const alone = open(['ada']);
    await alone.user.click(screen.getByRole('combobox', { name: 'Users' }));
    await alone.user.keyboard('{Backspace}');
    expect(alone.changes).toEqual([]);
  });

  it('shows names with HTML in them as text', async () => {
    const { user, container } = open([EVE]);
    screen.getByText(EVE);
    await user.click(screen.getByRole('combobox', { name: 'Users' }));
    expect(container.ownerDocument.querySelector('img')).toBeNull();
  });
});
