import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackendScanner } from './backend-scanner.ts';
import { FrontendReader } from './frontend-reader.ts';
import { MessageSplitter } from './message-splitter.ts';
import { message, typeOf } from './messages.ts';

/** Messages, and the same bytes cut anywhere. */
const cutMessages = (types: string) =>
  fc
    .array(
      fc
        .tuple(fc.constantFrom(...types.split('')), fc.uint8Array({ maxLength: 40 }))
        .map(([type, body]) => message(type, body)),
      { minLength: 1, maxLength: 20 },
    )
    .chain((messages) => {
      const bytes = Buffer.concat(messages);
      return fc.array(fc.nat(bytes.length), { maxLength: 20 }).map((cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
        return { messages, chunks };
      });
    });

describe('messages', () => {
  it('of a client come out whole, however they were cut', () => {
    fc.assert(
      fc.property(cutMessages('QPBESd'), ({ messages, chunks }) => {
        const reader = new FrontendReader();
        reader.phase = 'session';
        expect(chunks.flatMap((chunk) => [...reader.push(chunk)])).toEqual(messages);
      }),
    );
  });

  it('of the engine come out whole, however they were cut', () => {
    fc.assert(
      fc.property(cutMessages('DTCZ'), ({ messages, chunks }) => {
        const splitter = new MessageSplitter();
        expect(chunks.flatMap((chunk) => splitter.push(chunk))).toEqual(messages);
      }),
    );
  });

  it('of the engine go on to the client without those that are taken out, however they were cut', () => {
    fc.assert(
      fc.property(cutMessages('DdTACZ'), ({ messages, chunks }) => {
        const seen: Buffer[] = [];
        const scanner = new BackendScanner((whole) => {
          seen.push(whole);
          return typeOf(whole) !== 'A';
        });
        const passed = Buffer.concat(chunks.flatMap((chunk) => scanner.push(chunk)));
        expect(passed).toEqual(Buffer.concat(messages.filter((whole) => typeOf(whole) !== 'A')));
        expect(seen).toEqual(messages.filter((whole) => !['D', 'd'].includes(typeOf(whole))));
      }),
    );
  });
});
