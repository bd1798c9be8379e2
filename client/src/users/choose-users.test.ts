import { describe, expect, it } from 'vitest';
import type { User } from '../api/answers.ts';
import { chooseUsers, standardComparison } from './choose-users.ts';

const user = (user_id: string, last_timestamp?: string): User => ({
  user_id,
  time_zone: 'UTC',
  added_at: '2026-01-01T00:00:00.000Z',
  can_run: false,
  datasets:
    last_timestamp === undefined
      ? []
      : [
          {
            key: 'activities_heart_intraday',
            first_timestamp: '2016-01-01T00:00:00Z',
            last_timestamp,
            readings: 1,
          },
        ],
});
const old = user('1', '2016-05-12T16:20:00Z');
const ada = user('ada', '2026-11-20T09:00:00Z');
const ben = user('ben', '2026-11-21T05:00:00Z');
const idsOf = (users: readonly User[]) => users.map(({ user_id }) => user_id);

describe('the users of a view', () => {
  it('are those the URL names, once each, in its order', () => {
    const { chosen, unknown } = chooseUsers([old, ada, ben], ['ben', 'zoe', 'ada', 'ben']);
    expect([idsOf(chosen), unknown]).toEqual([['ben', 'ada'], ['zoe']]);
  });

  it('are the first with recent data where the URL names none', () => {
    expect(idsOf(chooseUsers([old, ada, ben], []).chosen)).toEqual(['ada']);
    expect(idsOf(chooseUsers([old], []).chosen)).toEqual(['1']);
    expect(idsOf(chooseUsers([user('new'), old], ['zoe']).chosen)).toEqual(['1']);
  });

  it('are the first of all where nobody has data, and nobody where there are no users', () => {
    expect(idsOf(chooseUsers([user('new'), user('other')], []).chosen)).toEqual(['new']);
    expect(chooseUsers([], []).chosen).toEqual([]);
  });
});

describe('whom to compare', () => {
  it('are those with recent data, as many as a person can tell apart', () => {
    expect(idsOf(standardComparison([old, ada, user('new'), ben], 5))).toEqual(['ada', 'ben']);
    expect(idsOf(standardComparison([ada, ben, old], 1))).toEqual(['ada']);
  });

  it('are the first there are where one alone has recent data: with nobody beside there is no comparison', () => {
    expect(idsOf(standardComparison([old, ada], 5))).toEqual(['1', 'ada']);
    expect(idsOf(standardComparison([user('new'), user('other')], 5))).toEqual(['new', 'other']);
  });
});
