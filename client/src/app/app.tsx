import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter } from 'react-router';
import { createQueryClient } from '../api/query-client.ts';
import { AppRoutes } from './app-routes.tsx';
import { theme } from './theme.ts';

/** Everything that pages stand on: theme, queries and routes. */
export function App() {
  const [queryClient] = useState(createQueryClient);
  return (
    // The variables and classes that Mantine would write into <style> elements are part of the style sheet
    // (build/theme-css.ts, global.css): the Content-Security-Policy allows no others.
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queryClient}>
        <BrowserRouter>
          <AppRoutes />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
