import { expect } from 'vitest';

/** As `expect`, of what will be so soon: on a machine that does much else, soon can be a while. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: 30_000 });
}
