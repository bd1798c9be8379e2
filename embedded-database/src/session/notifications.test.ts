import { describe, expect, it } from 'vitest';
import { listenCommands } from './notifications.ts';

describe('LISTEN and UNLISTEN in an SQL text', () => {
  it.each([
    ['LISTEN news', [{ listen: 'news' }]],
    ['listen News;unlisten Other', [{ listen: 'news' }, { unlisten: 'other' }]],
    [
      'LISTEN "graphile_worker:jobs"; LISTEN "say ""hi"""',
      [{ listen: 'graphile_worker:jobs' }, { listen: 'say "hi"' }],
    ],
    ['UNLISTEN *', [{ unlisten: '*' }]],
    ['-- listen a\n/* listen b */ LISTEN größe', [{ listen: 'größe' }]],
    ["SELECT 'listen a', 'it''s; listen b', $x$ listen c $x$", []],
  ])('%j', (sql, commands) => {
    expect(listenCommands(sql)).toEqual(commands);
  });
});
