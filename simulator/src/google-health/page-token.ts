import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Page tokens: opaque text that holds where the next page begins, signed together with the query it belongs to. A token
 * that was altered, or is sent with another filter, type or user, is not valid.
 */
export class PageTokens {
  readonly #key: string;

  /** @param key the same key accepts the tokens of an earlier process. */
  constructor(key: string) {
    this.#key = key;
  }

  /** @param before the next page holds what lies before this place. */
  seal(query: readonly string[], before: number): string {
    const place = String(before);
    return Buffer.from(`${place}.${this.#sign(query, place)}`).toString('base64url');
  }

  /** The place that a token stands for; `undefined` if it is not valid for this query. */
  open(query: readonly string[], token: string): number | undefined {
    const [place = '', signature = ''] = Buffer.from(token, 'base64url').toString().split('.');
    const expected = Buffer.from(this.#sign(query, place));
    const given = Buffer.from(signature);
    // Base64 has several spellings of the same bytes, of which only the one that was given counts.
    const genuine =
      given.length === expected.length &&
      timingSafeEqual(given, expected) &&
      token === this.seal(query, Number(place));
    return genuine ? Number(place) : undefined;
  }

  #sign(query: readonly string[], place: string): string {
    return createHmac('sha256', this.#key)
      .update(JSON.stringify([...query, place]))
      .digest('base64url');
  }
}
