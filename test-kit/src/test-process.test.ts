import { describe, expect, it } from 'vitest';
import { startProcess } from './index.ts';

describe('a process under test', () => {
  it('sees only the environment it is given', async () => {
    await using process = startProcess('db-init-service/src/main.ts', {
      environment: { RETENTION_DAYS: 'x' },
    });
    expect(await process.ended).toBe(2);
    expect(process.output).toMatch(/DATABASE_URL: must be set[^]*RETENTION_DAYS: must be a whole number/);
  });

  it('shows what it printed when it ends without printing what is waited for', async () => {
    await using process = startProcess('db-init-service/src/main.ts');
    await expect(process.printed(/up to date/)).rejects.toThrow(
      /main\.ts ended without printing \/up to date\/; it printed:\nThe configuration has a problem/,
    );
  });
});
