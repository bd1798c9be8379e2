import { SystoleError } from '@systole/service-kit';
import { describe, expect, it } from 'vitest';
import { BatchOrder, type Turn } from './batch-order.ts';

/** One batch whose write and commit are let through by hand. */
function batchIn(order: BatchOrder, name: string, events: string[]) {
  const write = Promise.withResolvers<undefined>();
  const commit = Promise.withResolvers<undefined>();
  const attempt = async (turn: Turn) => {
    events.push(`${name} writes`);
    await write.promise;
    await turn.toCommit();
    turn.letNextBegin();
    await commit.promise;
    events.push(`${name} is committed`);
  };
  const done = order.inTurn(async (turn) => {
    await turn.toBegin();
    try {
      await turn.attempt(() => attempt(turn));
    } catch (error) {
      if (!(error instanceof SystoleError) || error.kind !== 'transient') throw error;
      events.push(`${name} waits`);
      await turn.afterAll();
      await turn.attempt(() => attempt(turn));
    }
  });
  done.catch(() => undefined);
  return { done, write, commit };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('batches that overlap', () => {
  it('are written while the one before is committed, and committed after it', async () => {
    const order = new BatchOrder();
    const events: string[] = [];
    const first = batchIn(order, 'first', events);
    const second = batchIn(order, 'second', events);
    second.write.resolve(undefined);
    second.commit.resolve(undefined);
    await settled();
    expect(events).toEqual(['first writes']);
    first.write.resolve(undefined);
    await settled();
    expect(events).toEqual(['first writes', 'second writes']);
    first.commit.resolve(undefined);
    await second.done;
    expect(events).toEqual(['first writes', 'second writes', 'first is committed', 'second is committed']);
  });

  it('give way to one before them that has to be tried again', async () => {
    const order = new BatchOrder();
    const events: string[] = [];
    const secondTry = Promise.withResolvers<undefined>();
    const first = order.inTurn(async (turn) => {
      await turn
        .attempt(() => {
          turn.letNextBegin();
          return Promise.reject(new Error('the connection was lost'));
        })
        .catch(() => undefined);
      await secondTry.promise;
      events.push('first is committed');
    });
    const second = batchIn(order, 'second', events);
    second.write.resolve(undefined);
    second.commit.resolve(undefined);
    await settled();
    expect(events).toEqual(['second writes', 'second waits']);
    secondTry.resolve(undefined);
    await Promise.all([first, second.done]);
    expect(events.slice(2)).toEqual(['first is committed', 'second writes', 'second is committed']);
  });

  it('fail with one before them that failed for good', async () => {
    const order = new BatchOrder();
    const events: string[] = [];
    const first = batchIn(order, 'first', events);
    const second = batchIn(order, 'second', events);
    second.write.resolve(undefined);
    first.write.reject(new Error('no room on the disk'));
    await expect(first.done).rejects.toThrow('no room on the disk');
    await expect(second.done).rejects.toThrow('no room on the disk');
    expect(events).toEqual(['first writes', 'second writes', 'second waits']);
  });
});
