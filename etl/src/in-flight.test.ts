import { describe, expect, it } from 'vitest';
import { InFlight } from './in-flight.ts';

describe('work in flight', () => {
  it('is all at its end when it is disposed of, also where some of it has failed', async () => {
    const slow = Promise.withResolvers<undefined>();
    let isSlowDone = false;
    const run = async () => {
      await using work = new InFlight(2);
      work.add(Promise.reject(new Error('the connection was lost')));
      work.add(slow.promise.then(() => (isSlowDone = true)));
      setImmediate(() => {
        slow.resolve(undefined);
      });
      await work.finish();
    };
    await expect(run()).rejects.toThrow('the connection was lost');
    expect(isSlowDone).toBe(true);
  });
});
