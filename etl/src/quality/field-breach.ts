import type { Breach } from './reading-rules.ts';

/** A rule that one field of a row breaks. */
export interface FieldBreach extends Breach {
  readonly field: string;
}

export function isBreach(judged: object): judged is FieldBreach {
  return 'rule' in judged;
}
