import { HEADER } from './messages.ts';

/** Cuts the engine's output into whole messages, rows too: for the server's own statements. */
export class MessageSplitter {
  #carried: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): Buffer[] {
    const bytes = this.#carried.length > 0 ? Buffer.concat([this.#carried, chunk]) : chunk;
    const messages: Buffer[] = [];
    let offset = 0;
    while (bytes.length - offset >= HEADER) {
      const end = offset + 1 + bytes.readInt32BE(offset + 1);
      if (end > bytes.length) break;
      messages.push(bytes.subarray(offset, end));
      offset = end;
    }
    this.#carried = bytes.subarray(offset);
    return messages;
  }
}
