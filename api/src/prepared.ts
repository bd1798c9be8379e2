import { hash } from 'node:crypto';

const names = new Map<string, string>();

/**
 * A statement that each connection has parsed, and mostly planned, once: planning over many chunks takes longer than
 * reading a month. Only for texts of which there are few: values belong into parameters.
 */
export function prepared(text: string): { readonly name: string; readonly text: string } {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = hash('sha1', text)));
  return { name, text };
}
