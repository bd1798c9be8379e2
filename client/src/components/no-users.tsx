import { Code } from '@mantine/core';
import { Notice } from './notice.tsx';

/** Where there is nobody yet. */
export function NoUsers() {
  return (
    <Notice tone="neutral" title="No data yet">
      <p>
        Start with <Code>make up</Code>: it fetches the readings of two users. Or bring your own file with{' '}
        <Code>npx systole import</Code>. This page shows them as soon as they are there.
      </p>
    </Notice>
  );
}
