import { projectPath } from '@systole/test-kit';
import { expect, it } from 'vitest';
import { caddySnippets } from './caddy-snippets.ts';

it('what Caddy says in the words of this server is as it was written from them', async () => {
  await expect(caddySnippets()).toMatchFileSnapshot(projectPath('client/caddy/shared.caddy'));
});
