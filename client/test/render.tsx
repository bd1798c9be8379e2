import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, type QueryKey } from '@tanstack/react-query';
import { cleanup, configure, render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { afterEach } from 'vitest';
import { theme } from '../src/app/theme.ts';

// What browsers have and jsdom lacks, as far as Mantine asks for it: no layout, so that nothing ever changes its size.
window.matchMedia = (media) =>
  Object.assign(new EventTarget(), {
    media,
    matches: false,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });
globalThis.ResizeObserver = class {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
};
Element.prototype.scrollIntoView = () => undefined;

// How long a busy machine may take; what is there sooner is found sooner.
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

interface ShowOptions {
  /** Path and search that the router stands at. */
  readonly at?: string;
  /** Answers that are there already, by the key of their query. */
  readonly answers?: readonly (readonly [QueryKey, unknown])[];
  readonly queryClient?: QueryClient;
}

export interface Shown extends RenderResult {
  readonly user: UserEvent;
  readonly queryClient: QueryClient;
  /** Where the router stands now. */
  readonly place: () => { readonly pathname: string; readonly search: URLSearchParams };
}

/** Renders as the dashboard does: within theme, queries and routes. */
export function show(content: ReactNode, options: ShowOptions = {}): Shown {
  const { at = '/', answers = [] } = options;
  const queryClient =
    options.queryClient ??
    new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } });
  for (const [key, answer] of answers) queryClient.setQueryData(key, answer);
  let location = { pathname: '', search: '' };
  const Watch = () => {
    location = useLocation();
    return null;
  };
  const result = render(
    // Without transitions and delays: what is tested is what is there, not how it comes.
    <MantineProvider theme={theme} env="test">
      <QueryClientProvider client={queryClient}>
        <MemoryRouter initialEntries={[at]}>
          {content}
          <Watch />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return {
    ...result,
    user: userEvent.setup(),
    queryClient,
    place: () => ({ pathname: location.pathname, search: new URLSearchParams(location.search) }),
  };
}
