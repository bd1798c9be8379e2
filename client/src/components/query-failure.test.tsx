// @vitest-environment jsdom
import { useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cutOff,
  json,
  startMisbehavingServer,
  text,
  type MisbehavingServer,
} from '../../test/misbehaving-server.ts';
import { show } from '../../test/render.tsx';
import { ask } from '../api/ask.ts';
import { createQueryClient, recovery } from '../api/query-client.ts';
import { QueryFailure } from './query-failure.tsx';

let server: MisbehavingServer;
beforeAll(async () => {
  server = await startMisbehavingServer();
});
afterAll(() => server[Symbol.asyncDispose]());

interface Pulse {
  readonly pulse: number;
}
const isPulse = (value: unknown): value is Pulse =>
  typeof value === 'object' && value !== null && 'pulse' in value && typeof value.pulse === 'number';

function PulseView() {
  const query = useQuery({
    queryKey: ['pulse'],
    queryFn: ({ signal }) => ask(({ init }) => fetch(server.url, init), { signal, isAnswer: isPulse }),
  });
  return (
    <>
      <QueryFailure query={query} />
      {query.data && <p>{query.data.pulse} bpm</p>}
    </>
  );
}

const problem = { type: 'about:blank', title: 'Unknown user', detail: 'There is no user "zoe".' };

describe('a query that fails', () => {
  it.each([
    ['the connection is cut', cutOff, 'The API cannot be reached'],
    ['the API is down behind the dashboard', text('Bad Gateway', 502), 'The API cannot be reached'],
    ['the API has a problem', json({}, 500), 'The API has a problem'],
    ['there are too many requests', json({}, 429), 'The API has a problem'],
    ['the answer is no JSON', text('<html>'), 'The answer could not be read'],
    ['the answer has another shape', json({ pulse: 'high' }), 'The answer could not be read'],
    ['the request is refused without a reason', text('no', 400), 'The API does not take this request'],
    ['the request is refused', json(problem, 404), 'Unknown user'],
  ])('says in words when %s, and shows the answer after another try', async (_when, behaviour, title) => {
    server.answer(behaviour);
    const { user } = show(<PulseView />, { queryClient: createQueryClient() });
    await screen.findByRole('heading', { name: title });
    server.answer(json({ pulse: 61 }));
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('61 bpm');
    expect(screen.queryByRole('heading', { name: title })).toBeNull();
  });

  it('gives the reason of the API itself', async () => {
    server.answer(json(problem, 404));
    show(<PulseView />, { queryClient: createQueryClient() });
    expect(await screen.findByText(problem.detail)).toBeDefined();
  });

  it('recovers by itself where the trouble may pass', async () => {
    server.answer(json({}, 503));
    show(<PulseView />, { queryClient: createQueryClient() });
    await screen.findByRole('heading', { name: 'The API has a problem' });
    server.answer(json({ pulse: 62 }));
    await screen.findByText('62 bpm');
  });

  it('is asked for again seldom where it is refused: the API may be replaced by one that takes it', async () => {
    server.answer(json(problem, 404));
    const before = server.requests.length;
    const { queryClient } = show(<PulseView />, { queryClient: createQueryClient() });
    await screen.findByRole('heading', { name: problem.title });
    expect(server.requests.length).toBe(before + 1);
    expect(queryClient.getQueryCache().getAll().map(recovery)).toEqual([30_000]);
  });
});
