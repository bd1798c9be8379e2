import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Answers, User } from './answers.ts';
import { ask } from './ask.ts';
import { api } from './client.ts';
import { isUsers } from './shapes.ts';

export interface EveryUser {
  readonly data: readonly User[];
  /** What the API said, page by page. */
  readonly pages: readonly Answers['users'][];
}

interface Asking {
  readonly client: QueryClient;
  readonly queryKey: QueryKey;
  readonly signal: AbortSignal;
}

/** Every user, from as many pages as the API makes of them. The same object again while all of them still hold. */
export async function askForEveryUser({ client, queryKey, signal }: Asking): Promise<EveryUser> {
  const before = client.getQueryData<EveryUser>(queryKey);
  const pages: Answers['users'][] = [];
  for (let cursor: string | undefined; pages.length === 0 || cursor !== undefined;) {
    const page = await ask((options) => api.users.$get({ query: { cursor } }, options), {
      signal,
      isAnswer: isUsers,
      previous: before?.pages[pages.length],
    });
    pages.push(page);
    cursor = page.next_cursor;
  }
  const isUnchanged =
    before?.pages.length === pages.length && pages.every((page, index) => page === before.pages[index]);
  return isUnchanged ? before : { data: pages.flatMap(({ data }) => data), pages };
}
