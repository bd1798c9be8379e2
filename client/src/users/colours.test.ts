import { describe, expect, it } from 'vitest';
import { chooseUsers } from './choose-users.ts';
import { lookOf } from './colours.ts';

const users = Array.from({ length: 24 }, (_, index) => ({
  user_id: `user${index}`,
  time_zone: 'UTC',
  added_at: `2026-11-${10 + index}T08:00:00.000Z`,
  can_run: false,
  datasets: [],
}));

/** WCAG 2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the look of users', () => {
  it('is another for each of two dozen', () => {
    const looks = new Set(users.map(({ user_id }) => JSON.stringify(lookOf(user_id, users, 'light'))));
    expect(looks.size).toBe(24);
  });

  it('stays with a user when others come, wherever their names sort', () => {
    const later = { user_id: 'a newcomer', added_at: '2026-12-24T08:00:00.000Z' };
    for (const { user_id } of users) {
      expect(lookOf(user_id, [later, ...users], 'light')).toEqual(lookOf(user_id, users, 'light'));
    }
    expect(lookOf(later.user_id, [later, ...users.slice(0, 7)], 'light')).toEqual(
      lookOf('user7', users, 'light'),
    );
  });

  it('is told apart also for users who came at the same time', () => {
    const together = ['ben', 'ada'].map((user_id) => ({ user_id, added_at: '2026-11-10T08:00:00.000Z' }));
    expect(lookOf('ada', together, 'light')).not.toEqual(lookOf('ben', together, 'light'));
  });

  it('stands out from its surface by at least three to one', () => {
    for (const [scheme, surface] of [
      ['light', '#ffffff'],
      ['dark', '#11181e'],
    ] as const) {
      for (const { user_id } of users) {
        const pair = [luminance(lookOf(user_id, users, scheme).colour), luminance(surface)].sort(
          (a, b) => b - a,
        );
        expect(((pair[0] ?? 0) + 0.05) / ((pair[1] ?? 0) + 0.05)).toBeGreaterThanOrEqual(3);
      }
    }
  });
});

describe('the users that a URL names', () => {
  it('are given in its order, once each', () => {
    expect(chooseUsers(users, ['user3', 'user1', 'user3']).chosen.map(({ user_id }) => user_id)).toEqual([
      'user3',
      'user1',
    ]);
  });

  it('are the first of all where it names nobody that exists, and the names are given back', () => {
    const { chosen, unknown } = chooseUsers(users, ['nobody']);
    expect(chosen.map(({ user_id }) => user_id)).toEqual(['user0']);
    expect(unknown).toEqual(['nobody']);
  });
});
