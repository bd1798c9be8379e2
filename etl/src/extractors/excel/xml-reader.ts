import { SaxesParser } from 'saxes';

/** A text, a name or a comment as long as this is in no table; the parser would gather it in memory. */
const LONGEST_PIECE = 1_048_576;

/** What a document is made of, as it comes. Names are without their prefixes. */
export interface XmlListener {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/**
 * Reads XML piece by piece, and yields the listener after each, for what it has gathered by then. Entities that a
 * document declares are not known, so none can grow.
 * @throws {Error} where it is not well-formed, or no UTF-8
 */
export async function* readXml<Listener extends XmlListener>(
  content: AsyncIterable<Buffer>,
  listener: Listener,
): AsyncGenerator<Listener> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ position: false, xmlns: false });
  let sinceEvent = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceEvent = 0;
    listener.open?.(withoutPrefix(name), attributes);
  });
  parser.on('text', (text) => {
    sinceEvent = 0;
    listener.text?.(text);
  });
  parser.on('cdata', (text) => {
    sinceEvent = 0;
    listener.text?.(text);
  });
  parser.on('closetag', ({ name }) => {
    sinceEvent = 0;
    listener.close?.(withoutPrefix(name));
  });
  for await (const chunk of content) {
    sinceEvent += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (sinceEvent > LONGEST_PIECE) throw new Error('a piece of text is longer than 1 MiB');
    yield listener;
  }
  parser.write(decoder.decode());
  parser.close();
  yield listener;
}

/** Reads a small document whole. */
export async function readWholeXml(content: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const pieces = readXml(content, listener);
  while (!(await pieces.next()).done);
}

function withoutPrefix(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
