// @vitest-environment jsdom
import { QueryClient } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { catalogue, heartRate, userNamed } from '../../test/answers.ts';
import { show } from '../../test/render.tsx';
import { Freshness } from './freshness.tsx';

const HOUR = 3_600_000;

/** A user whose newest reading is so old. */
const readUntil = (ageMs: number) =>
  userNamed('ada', {
    datasets: [
      {
        key: heartRate.key,
        first_timestamp: '2026-01-01T00:00:00.000Z',
        last_timestamp: new Date(Date.now() - ageMs).toISOString(),
        readings: 1,
      },
    ],
  });
const told = () => screen.getByText(/^(Live|Stale|Not connected)$/).parentElement?.textContent;

describe('how fresh the data is', () => {
  it('is live while the API answers and readings are recent', () => {
    show(<Freshness />, { answers: catalogue([readUntil(3.5 * HOUR)]) });
    expect(told()).toBe('Live· 3 h ago');
  });

  it('is stale when the newest reading is older than the metric allows', () => {
    show(<Freshness />, { answers: catalogue([readUntil(27.5 * HOUR)]) });
    expect(told()).toBe('Stale· 1 d ago');
  });

  it('is cut when nothing has been heard for three polls', () => {
    const [users, datasets] = catalogue([readUntil(1.5 * HOUR)]);
    const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    queryClient.setQueryData(users[0], users[1], { updatedAt: Date.now() - 31_000 });
    show(<Freshness />, { queryClient, answers: [datasets] });
    expect(told()).toBe('Not connected· 1 h ago');
  });

  it('says so where a user has nothing yet', () => {
    show(<Freshness />, { answers: catalogue([userNamed('new', { datasets: [] })]) });
    expect(told()).toBe('Live· no data yet');
  });
});
