import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const CHUNK_BYTES = 64 * 1_024;
const POLL_MS = 200;
const NEWLINE = 0x0a;

/**
 * The last lines of a file, read from its end.
 * @returns their text, and the offset where it ends
 */
export async function lastLines(file: string, count: number): Promise<{ text: string; end: number }> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  let tail = Buffer.alloc(0);
  let start = size;
  for (;;) {
    const from = startOfLastLines(tail, count);
    if (from !== undefined) return { text: tail.subarray(from).toString(), end: size };
    if (start === 0) return { text: tail.toString(), end: size };
    const length = Math.min(CHUNK_BYTES, start);
    start -= length;
    const chunk = Buffer.alloc(length);
    await handle.read(chunk, 0, length, start);
    tail = Buffer.concat([chunk, tail]);
  }
}

/** Where the last `count` lines begin; undefined where there may be more of them before this piece. */
function startOfLastLines(tail: Buffer, count: number): number | undefined {
  // The newline that ends the last line is none between two.
  let position = tail.length - 1;
  for (let line = 0; line < count; line += 1) {
    if (position <= 0) return undefined;
    position = tail.lastIndexOf(NEWLINE, position - 1);
    if (position === -1) return undefined;
  }
  return position + 1;
}

/** Hands on what is added to a file behind `offset`, until `signal` aborts; begins anew where a new file takes its name. */
export async function followFile(
  file: string,
  offset: number,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let position = offset;
  while (!signal.aborted) {
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size < position) position = 0;
    if (size > position) {
      for await (const chunk of createReadStream(file, {
        start: position,
        end: size - 1,
        encoding: 'utf8',
      })) {
        onText(chunk as string);
      }
      position = size;
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
  }
}
