/**
 * Building and reading the messages of PostgreSQL's protocol 3.0
 * (https://www.postgresql.org/docs/17/protocol-message-formats.html): one byte of type, four bytes of length that
 * count themselves, then the body.
 */

/** Bytes of a message before its body. */
export const HEADER = 5;

/** Builds a message from its type and the parts of its body. */
export function message(type: string, ...body: readonly Uint8Array[]): Buffer {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const built = Buffer.allocUnsafe(HEADER + length);
  built.write(type, 0, 1, 'latin1');
  built.writeInt32BE(length + 4, 1);
  let offset = HEADER;
  for (const part of body) {
    built.set(part, offset);
    offset += part.length;
  }
  return built;
}

/** Messages in one piece of memory of their own, which can be handed over to another thread. */
export function joined(messages: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(messages.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of messages) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** A zero-terminated string, as the protocol has them. */
export function zeroTerminated(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

/** The type of a message, as its letter. */
export function typeOf(whole: Uint8Array): string {
  return String.fromCharCode(whole[0] ?? 0);
}

/**
 * The zero-terminated string at `offset`, and where what follows begins.
 * @throws {ProtocolViolation} if nothing ends it: the engine would read on into what follows.
 */
export function readString(bytes: Buffer, offset: number): { text: string; end: number } {
  const end = bytes.indexOf(0, offset);
  if (end < 0) throw new ProtocolViolation('a string in a message is not terminated');
  return { text: bytes.toString('utf8', offset, end), end: end + 1 };
}

/** What a client sent is not the protocol; the connection cannot go on, the server does. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
}

export const query = (sql: string): Buffer => message('Q', zeroTerminated(sql));
export const sync = (): Buffer => message('S');
export const copyFail = (reason: string): Buffer => message('f', zeroTerminated(reason));
export const closeStatement = (name: string): Buffer => message('C', Buffer.from('S'), zeroTerminated(name));

export const parameterStatus = (name: string, value: string): Buffer =>
  message('S', zeroTerminated(name), zeroTerminated(value));
export const readyForQuery = (): Buffer => message('Z', Buffer.from('I'));
export const authenticationOk = (): Buffer => message('R', int32(0));
export const backendKey = (processId: number): Buffer => message('K', int32(processId), int32(0));

/** Says that only protocol 3.0 is spoken and which `_pq_.` options are not known. */
export const negotiateVersion = (unknownOptions: readonly string[]): Buffer =>
  message('v', int32(0), int32(unknownOptions.length), ...unknownOptions.map(zeroTerminated));

/** SQLSTATEs that the server itself answers with (PostgreSQL documentation, appendix A). */
export const SQLSTATE = {
  protocolViolation: '08P01',
  featureNotSupported: '0A000',
  idleInTransaction: '25P03',
  invalidAuthorization: '28000',
  invalidPassword: '28P01',
  tooManyConnections: '53300',
  adminShutdown: '57P01',
  crashShutdown: '57P02',
  internalError: 'XX000',
} as const;

/** An error after which the server closes the connection. */
export function fatalError(sqlState: string, text: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0VFATAL\0C${sqlState}\0M${text}\0\0`));
}

/** The fields of an ErrorResponse by their letter: `C` is the SQLSTATE, `M` the message. */
export function errorFields(whole: Buffer): Map<string, string> {
  const fields = new Map<string, string>();
  for (let offset = HEADER; offset < whole.length && whole[offset] !== 0;) {
    const { text, end } = readString(whole, offset + 1);
    fields.set(String.fromCharCode(whole[offset] ?? 0), text);
    offset = end;
  }
  return fields;
}

/** The values of a DataRow in text format. */
export function rowValues(whole: Buffer): (string | null)[] {
  const count = whole.readInt16BE(HEADER);
  const values: (string | null)[] = [];
  for (let column = 0, offset = HEADER + 2; column < count; column += 1) {
    const length = whole.readInt32BE(offset);
    offset += 4;
    values.push(length < 0 ? null : whole.toString('utf8', offset, offset + length));
    offset += Math.max(length, 0);
  }
  return values;
}
