import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  json,
  neverAnswer,
  startMisbehavingServer,
  text,
  type MisbehavingServer,
} from '../../test/misbehaving-server.ts';
import { ApiError } from './api-error.ts';
import { ask, type AskOptions } from './ask.ts';

interface Pulse {
  readonly pulse: number;
}
const isAnswer = (value: unknown): value is Pulse =>
  typeof value === 'object' && value !== null && 'pulse' in value && typeof value.pulse === 'number';

let server: MisbehavingServer;
/** What the last request came with. */
let tags: (string | undefined)[];

beforeAll(async () => {
  server = await startMisbehavingServer();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  tags = [];
});

const get = (options: Partial<AskOptions<Pulse>> = {}) =>
  ask(({ init }) => fetch(server.url, init), {
    signal: new AbortController().signal,
    isAnswer,
    ...options,
  });

/** Answers with a tag, and with 304 to whoever has it already. */
const answerTagged = (pulse: number, tag: string) => {
  server.answer((request, response) => {
    tags.push(request.headers['if-none-match']);
    const behave =
      request.headers['if-none-match'] === tag ? text('', 304) : json({ pulse }, 200, { etag: tag });
    behave(request, response);
  });
};

describe('an answer that was had before', () => {
  it('is the same object again while the API says that it holds, so that nothing is drawn anew', async () => {
    answerTagged(61, '"one"');
    const first = await get();
    expect(await get({ previous: first })).toBe(first);
    expect(tags).toEqual([undefined, '"one"']);
  });

  it('gives way to another', async () => {
    answerTagged(61, '"one"');
    const first = await get();
    answerTagged(62, '"two"');
    const second = await get({ previous: first });
    expect(second).toEqual({ pulse: 62 });
    answerTagged(62, '"two"');
    expect(await get({ previous: second })).toBe(second);
  });

  it('is asked for afresh where what is held is something else', async () => {
    answerTagged(61, '"one"');
    await get();
    expect(await get({ previous: { pulse: 'of another version' } })).toEqual({ pulse: 61 });
    expect(tags).toEqual([undefined, undefined]);
  });
});

describe('a request that is not wanted any more', () => {
  it('ends as aborted, which is no failure of the API', async () => {
    server.answer(neverAnswer);
    const controller = new AbortController();
    const answer = get({ signal: controller.signal });
    controller.abort();
    const error: unknown = await answer.catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});
