import { expect } from 'vitest';
import { PATIENCE_MS } from './patience.ts';

/** As `expect`, of what will be so soon. */
export function eventually<Value>(read: () => Value | Promise<Value>) {
  return expect.poll(read, { timeout: PATIENCE_MS });
}
