import { int32, ProtocolViolation, readString } from './messages.ts';

const CANCEL_REQUEST = 80877102;
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;

export type StartupPacket =
  | { readonly kind: 'encryption' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'unsupported'; readonly version: string }
  | {
      readonly kind: 'start';
      /** Names of `_pq_.` options, which this server does not know, and whether a newer 3.x was asked for. */
      readonly unknownOptions: readonly string[];
      readonly newerMinor: boolean;
      /** Settings of the session, from the packet and from its `options`. */
      readonly settings: ReadonlyMap<string, string>;
    };

/**
 * Reads a packet of the start of a connection.
 * @throws {ProtocolViolation} if its parameters are not pairs of terminated strings.
 */
export function readStartupPacket(packet: Buffer): StartupPacket {
  const version = packet.readInt32BE(4);
  if (version === SSL_REQUEST || version === GSS_REQUEST) return { kind: 'encryption' };
  if (version === CANCEL_REQUEST) return { kind: 'cancel' };
  if (version >> 16 !== 3) return { kind: 'unsupported', version: `${version >> 16}.${version & 0xffff}` };

  const settings = new Map<string, string>();
  const unknownOptions: string[] = [];
  for (let offset = 8; ;) {
    if (offset >= packet.length) throw new ProtocolViolation('invalid startup packet layout');
    const name = readString(packet, offset);
    if (name.text === '') break;
    const value = readString(packet, name.end);
    offset = value.end;
    if (name.text.startsWith('_pq_.')) unknownOptions.push(name.text);
    else if (name.text === 'options') readOptions(value.text, settings);
    // One user and one database are all there is: their names are accepted as they come.
    else if (!['user', 'database', 'replication'].includes(name.text)) settings.set(name.text, value.text);
  }
  return { kind: 'start', unknownOptions, newerMinor: (version & 0xffff) > 0, settings };
}

/** `-c name=value` and `--name=value`, as PGOPTIONS has them; a backslash keeps a space inside a value. */
function readOptions(options: string, settings: Map<string, string>): void {
  const words = (options.match(/(?:\\.|[^\s\\])+/gs) ?? []).map((word) => word.replace(/\\(.)/gs, '$1'));
  for (const word of words) {
    const setting = /^(?:-c|--)?([\w.-]+)=(.*)$/s.exec(word);
    if (setting?.[1] !== undefined) settings.set(setting[1].replaceAll('-', '_'), setting[2] ?? '');
  }
}

/** What to say to a request for TLS or GSSAPI: go on without. */
export const NO_ENCRYPTION = Buffer.from('N');

/** A start-up packet as a client sends it, for tests. */
export function startupPacket(parameters: Readonly<Record<string, string>>, version = 3 << 16): Buffer {
  const body = Buffer.from(
    `${Object.entries(parameters)
      .map(([name, value]) => `${name}\0${value}\0`)
      .join('')}\0`,
  );
  return Buffer.concat([int32(body.length + 8), int32(version), body]);
}
