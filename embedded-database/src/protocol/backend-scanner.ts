import { HEADER } from './messages.ts';

/** Rows and COPY data make up nearly all bytes and concern nobody but the client: they may pass in pieces. */
const PASSES_IN_PIECES = new Set([...Buffer.from('Dd')]);

/** Looks at the engine's messages on their way to the client, and takes out those that are not for it. */
export class BackendScanner {
  readonly #accept: (whole: Buffer) => boolean;
  /** The beginning of a message whose rest has not come yet. */
  #carried: Buffer | undefined;
  /** Bytes of a row that are still to come. */
  #passing = 0;

  /** @param accept sees each message but rows and COPY data, whole; what it answers `false` to is taken out. */
  constructor(accept: (whole: Buffer) => boolean) {
    this.#accept = accept;
  }

  /** The parts of `chunk` that go on to the client, in order. */
  push(chunk: Buffer): Buffer[] {
    const bytes = this.#carried ? Buffer.concat([this.#carried, chunk]) : chunk;
    this.#carried = undefined;
    const parts: Buffer[] = [];
    let offset = Math.min(this.#passing, bytes.length);
    this.#passing -= offset;
    let partStart = 0;
    while (offset < bytes.length) {
      const left = bytes.length - offset;
      const length = left < HEADER ? HEADER : 1 + bytes.readInt32BE(offset + 1);
      if (left >= HEADER && PASSES_IN_PIECES.has(bytes.readUInt8(offset))) {
        const here = Math.min(length, left);
        this.#passing = length - here;
        offset += here;
        continue;
      }
      if (left < length) break;
      if (!this.#accept(bytes.subarray(offset, offset + length))) {
        if (partStart < offset) parts.push(bytes.subarray(partStart, offset));
        partStart = offset + length;
      }
      offset += length;
    }
    if (partStart < offset) parts.push(bytes.subarray(partStart, offset));
    if (offset < bytes.length) this.#carried = bytes.subarray(offset);
    return parts;
  }
}
