import { expect } from 'vitest';

/** How long what is awaited may take: on a machine that does much else, soon can be a while. */
export const PATIENCE_MS = 60_000;

/** As `expect`, of what will be so soon. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: PATIENCE_MS });
}
