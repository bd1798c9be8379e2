import type { Engine } from '../engine/engine.ts';
import { HEADER, readString } from '../protocol/messages.ts';

interface Listener {
  readonly channels: Set<string>;
  send: (message: Buffer) => void;
}

type ListenCommand = { readonly listen: string } | { readonly unlisten: string };

/** Skips what only looks like a command: strings, comments, dollar-quoted bodies. Groups: 2 = UN, 3 = the channel. */
const TOKENS =
  /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|\b(un)?listen\s+("(?:[^"]|"")+"|\*|[\p{L}_][\p{L}\p{N}_$]*)/giu;

/** The LISTEN and UNLISTEN commands in an SQL text, with channels as PostgreSQL spells them. */
export function listenCommands(sql: string): ListenCommand[] {
  return [...sql.matchAll(TOKENS)].flatMap(([, , un, name]): ListenCommand[] => {
    if (name === undefined) return [];
    const channel = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
    return [un === undefined ? { listen: channel } : { unlisten: channel }];
  });
}

/**
 * Who listens to what. The engine is one backend, which hears whatever anybody listens to; its notifications come with
 * the answer to the statement that sent them, and go from here to the connections that asked for them.
 */
export class Notifications {
  readonly #listeners = new Set<Listener>();

  add(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** @returns whether the engine now hears something nobody listens to; then call {@link resubscribe}. */
  remove(listener: Listener): boolean {
    this.#listeners.delete(listener);
    return listener.channels.size > 0;
  }

  /**
   * Takes over what a transaction has said. Whether it holds is for the engine to say: parts may have been rolled back.
   * To be called by whoever has the turn, outside a transaction.
   */
  async apply(listener: Listener, commands: readonly ListenCommand[], engine: Engine): Promise<void> {
    const rows = await engine.query('SELECT pg_catalog.pg_listening_channels()');
    const heard = new Set(rows.map(([channel]) => channel));
    const named = commands.flatMap((command) => {
      if ('listen' in command) return [command.listen];
      return command.unlisten === '*' ? [...listener.channels] : [command.unlisten];
    });
    for (const channel of named) {
      if (heard.has(channel)) listener.channels.add(channel);
      else listener.channels.delete(channel);
    }
    if (commands.some((command) => 'unlisten' in command)) await this.resubscribe(engine);
  }

  /** UNLISTEN of one connection ends it for the whole engine: subscribes again to what the others listen to. */
  async resubscribe(engine: Engine): Promise<void> {
    const wanted = new Set([...this.#listeners].flatMap(({ channels }) => [...channels]));
    const commands = [...wanted].map((channel) => `LISTEN "${channel.replaceAll('"', '""')}"`);
    await engine.query(['UNLISTEN *', ...commands].join('; '));
  }

  /** Passes a NotificationResponse on, as from the connection that sent it. */
  deliver(notification: Buffer, senderId: number): void {
    const channel = readString(notification, HEADER + 4).text;
    const copy = Buffer.from(notification);
    copy.writeInt32BE(senderId, HEADER);
    for (const listener of this.#listeners) {
      if (listener.channels.has(channel)) listener.send(copy);
    }
  }
}
