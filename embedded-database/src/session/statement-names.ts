import { closeStatement, HEADER, message, readString, typeOf, zeroTerminated } from '../protocol/messages.ts';

/**
 * Keeps the prepared statements of a connection apart from those of the others: the engine has one name space, so every
 * name gets the connection's prefix. The unnamed statement stays unnamed, as it is planned differently; it is parsed
 * again when somebody else has used it meanwhile.
 *
 * Portals need nothing: they end with their transaction, which has the engine to itself.
 */
export class StatementNames {
  readonly #prefix: string;
  readonly #texts = new Map<string, string>();
  #unnamed: Buffer | undefined;

  constructor(sessionId: number) {
    this.#prefix = `s${sessionId}_`;
  }

  /**
   * One piece of work with the names the engine knows them by.
   * @param undisturbed whether this connection was the last to use the engine.
   * @returns also the SQL texts in it, and whether the answer begins with one ParseComplete the client did not ask for.
   */
  rewrite(
    unit: readonly Buffer[],
    undisturbed: boolean,
  ): { messages: Buffer[]; texts: string[]; reparsed: boolean } {
    const messages: Buffer[] = [];
    const texts: string[] = [];
    let unnamedIsOurs = undisturbed;
    let reparsed = false;
    const useUnnamed = () => {
      if (unnamedIsOurs || !this.#unnamed) return;
      messages.unshift(this.#unnamed);
      reparsed = true;
      unnamedIsOurs = true;
    };
    for (const original of unit) {
      switch (typeOf(original)) {
        case 'Q':
          texts.push(readString(original, HEADER).text);
          // A simple query drops the unnamed statement.
          this.#unnamed = undefined;
          messages.push(original);
          break;
        case 'P': {
          const name = readString(original, HEADER);
          const { text } = readString(original, name.end);
          texts.push(text);
          if (name.text === '') {
            this.#unnamed = original;
            unnamedIsOurs = true;
            messages.push(original);
          } else {
            this.#texts.set(name.text, MAY_ACT_LATER.test(text) ? text : '');
            messages.push(message('P', this.#engineName(name.text), original.subarray(name.end)));
          }
          break;
        }
        case 'B': {
          const portal = readString(original, HEADER);
          const name = readString(original, portal.end);
          if (name.text === '') useUnnamed();
          const text = this.#texts.get(name.text);
          if (text) texts.push(text);
          messages.push(
            name.text === ''
              ? original
              : message(
                  'B',
                  original.subarray(HEADER, portal.end),
                  this.#engineName(name.text),
                  original.subarray(name.end),
                ),
          );
          break;
        }
        case 'D':
        case 'C': {
          const name = readString(original, HEADER + 1);
          const isStatement = original[HEADER] === 'S'.charCodeAt(0);
          const type = typeOf(original);
          if (isStatement && name.text === '' && type === 'D') useUnnamed();
          if (!isStatement || name.text === '') {
            messages.push(original);
            break;
          }
          if (type === 'C') this.#texts.delete(name.text);
          messages.push(message(type, Buffer.from('S'), this.#engineName(name.text)));
          break;
        }
        default:
          messages.push(original);
      }
    }
    return { messages, texts, reparsed };
  }

  /** Messages that drop all statements of this connection; none if it has none. */
  closeAll(): Buffer[] {
    return [...this.#texts.keys()].map((name) => closeStatement(this.#prefix + name));
  }

  #engineName(name: string): Buffer {
    return zeroTerminated(this.#prefix + name);
  }
}

/** Texts of prepared statements are kept only where they matter when they run: see session.ts. */
const MAY_ACT_LATER = /listen|set_config/i;
