import { HEADER, ProtocolViolation } from './messages.ts';

/** PostgreSQL's own limit of a start-up packet: nobody needs to authenticate to send one. */
const LARGEST_STARTUP = 10_000;
/** A password message is the only other one before authentication. */
const LARGEST_AUTHENTICATION = 65_536;
/** One message is held in memory as a whole; rows of a COPY come in many messages, so this limits one value. */
export const LARGEST_MESSAGE = 128 * 1024 * 1024;

const KNOWN_TYPES = new Set(Buffer.from('BCDEFHPQSXcdfp'));

/** Which messages may come: start-up packets have no type byte. */
export type ReaderPhase = 'startup' | 'authentication' | 'session';

/** Cuts the bytes of a client into whole messages; a message is copied only if it came in several pieces. */
export class FrontendReader {
  phase: ReaderPhase = 'startup';
  #pieces: Buffer[] = [];
  #held = 0;
  /** Bytes that must be there before it is worth looking again. */
  #needed = 0;

  /**
   * The messages that `chunk` completes, each with its header. The phase may be changed between two of them.
   * @throws {ProtocolViolation} if the bytes cannot be a message, or one that is too long.
   */
  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    this.#pieces.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return;
    const bytes = this.#pieces.length === 1 ? chunk : Buffer.concat(this.#pieces, this.#held);
    let offset = 0;
    for (;;) {
      const left = bytes.length - offset;
      const length = left < this.#headerLength ? this.#headerLength : this.#messageLength(bytes, offset);
      if (left < length) {
        this.#needed = length;
        break;
      }
      // Before the message is given out: what is done with it may end in an exception or change the phase.
      offset += length;
      yield bytes.subarray(offset - length, offset);
    }
    this.#pieces = offset < bytes.length ? [bytes.subarray(offset)] : [];
    this.#held = bytes.length - offset;
  }

  get #headerLength(): number {
    return this.phase === 'startup' ? 8 : HEADER;
  }

  #messageLength(bytes: Buffer, offset: number): number {
    if (this.phase === 'startup') {
      const length = bytes.readInt32BE(offset);
      if (length < 8 || length > LARGEST_STARTUP) {
        throw new ProtocolViolation(`invalid length of startup packet: ${length}`);
      }
      return length;
    }
    const type = bytes.readUInt8(offset);
    if (!KNOWN_TYPES.has(type)) throw new ProtocolViolation(`invalid frontend message type ${type}`);
    const length = bytes.readInt32BE(offset + 1);
    const largest = this.phase === 'session' ? LARGEST_MESSAGE : LARGEST_AUTHENTICATION;
    if (length < 4 || length > largest) {
      throw new ProtocolViolation(
        `a message of ${length} bytes is not possible here (the limit is ${largest}); send large data in smaller parts`,
      );
    }
    return 1 + length;
  }
}
