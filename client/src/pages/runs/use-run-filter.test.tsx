// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { heartRate, userNamed } from '../../../test/answers.ts';
import { show } from '../../../test/render.tsx';
import { useRunFilter } from './use-run-filter.ts';

const users = [userNamed('ada'), userNamed('ben')];

function Filter() {
  const { filter, openRun, unreadable, setFilter, showAll, goTo, close } = useRunFilter(users, [heartRate]);
  const buttons = {
    'of ben': () => {
      setFilter('user', 'ben');
    },
    'of anybody': () => {
      setFilter('user', null);
    },
    older: () => {
      goTo('abc');
    },
    newest: () => {
      goTo(undefined);
    },
    all: showAll,
    close,
  };
  return (
    <>
      <output>{JSON.stringify({ ...filter, openRun, unreadable })}</output>
      {Object.entries(buttons).map(([name, onClick]) => (
        <button key={name} onClick={onClick}>
          {name}
        </button>
      ))}
    </>
  );
}
const read = () => JSON.parse(screen.getByRole('status').textContent) as unknown;

describe('which runs are shown', () => {
  it('is all of them where the URL says nothing', () => {
    show(<Filter />);
    expect(read()).toEqual({ unreadable: [] });
  });

  it('is what the URL says', () => {
    show(<Filter />, { at: `/runs?user=ada&dataset=${heartRate.key}&status=failed&cursor=x&run=3` });
    expect(read()).toEqual({
      userId: 'ada',
      dataset: heartRate.key,
      status: 'failed',
      cursor: 'x',
      openRun: '3',
      unreadable: [],
    });
  });

  it('leaves out what means nothing, and names it', () => {
    show(<Filter />, { at: '/runs?user=zoe&dataset=mood&status=perhaps' });
    expect(read()).toEqual({ unreadable: ['user “zoe”', 'dataset “mood”', 'status “perhaps”'] });
  });

  it('begins at the first page with every other filter', async () => {
    const { user, place } = show(<Filter />, { at: '/runs?status=failed&cursor=x&run=3' });
    await user.click(screen.getByText('of ben'));
    expect(place().search.toString()).toBe('status=failed&user=ben');
    await user.click(screen.getByText('of anybody'));
    expect(place().search.toString()).toBe('status=failed');
  });

  it('goes back and forth in pages, and closes the run that is open', async () => {
    const { user, place } = show(<Filter />, { at: '/runs?run=3' });
    await user.click(screen.getByText('close'));
    await user.click(screen.getByText('older'));
    expect(place().search.toString()).toBe('cursor=abc');
    await user.click(screen.getByText('newest'));
    expect(place().search.toString()).toBe('');
  });

  it('is everything again at once', async () => {
    const { user, place } = show(<Filter />, {
      at: `/runs?user=ada&dataset=${heartRate.key}&status=failed&cursor=x&zone=browser`,
    });
    await user.click(screen.getByText('all'));
    expect(place().search.toString()).toBe('zone=browser');
  });
});
