import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  ProtocolViolation,
  HEADER,
  int32,
  message,
  readString,
  zeroTerminated,
} from './protocol/messages.ts';

/** The password is wrong, or what the client sent does not fit together. */
export class WrongPasswordError extends Error {
  override readonly name = 'WrongPasswordError';
}

/** What PostgreSQL uses by default. */
const ITERATIONS = 4_096;
const KEY_LENGTH = 32;

const hmac = (key: Uint8Array, text: string | Uint8Array) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** What a server keeps of a password: not enough to log in with. RFC 5802, section 3. */
export interface Verifier {
  readonly salt: Buffer;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

export function createVerifier(password: string): Verifier {
  const salt = randomBytes(16);
  // SASLprep is little more than this normal form; clients fall back to the raw bytes where it does not apply.
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, KEY_LENGTH, 'sha256');
  return { salt, storedKey: sha256(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') };
}

/** Asks the client for SCRAM-SHA-256. */
export const requestScram = (): Buffer =>
  message('R', int32(10), zeroTerminated('SCRAM-SHA-256'), Buffer.from([0]));

/** What the final message is checked against. */
interface FirstMessages {
  readonly clientBare: string;
  readonly server: string;
  readonly nonce: string;
  readonly header: string;
}

/**
 * One authentication by SCRAM-SHA-256 (RFC 5802, RFC 7677) as PostgreSQL carries it: two messages from the client, each
 * with an answer. There is no TLS here, hence no channel binding.
 */
export class ScramExchange {
  readonly #verifier: Verifier;
  #first: FirstMessages | undefined;

  constructor(verifier: Verifier) {
    this.#verifier = verifier;
  }

  /**
   * Takes a password message; `done` tells whether the client has proved itself.
   * @throws {WrongPasswordError} if the proof is wrong. @throws {ProtocolViolation} if the message is not understood.
   */
  answer(received: Buffer): { reply: Buffer; done: boolean } {
    return this.#first ? this.#final(received, this.#first) : this.#initial(received);
  }

  #initial(received: Buffer): { reply: Buffer; done: boolean } {
    const mechanism = readString(received, HEADER);
    const text = received.toString('utf8', mechanism.end + 4);
    const parts = /^(?<header>[ny],[^,]*,)(?<bare>[^,]*,r=(?<nonce>[!-+\--~]+).*)$/s.exec(text)?.groups;
    if (mechanism.text !== 'SCRAM-SHA-256' || !parts) {
      throw new ProtocolViolation('the authentication message is not SCRAM-SHA-256 without channel binding');
    }
    const { header = '', bare = '', nonce = '' } = parts;
    const { salt } = this.#verifier;
    const combined = nonce + randomBytes(18).toString('base64');
    const server = `r=${combined},s=${salt.toString('base64')},i=${ITERATIONS}`;
    this.#first = { clientBare: bare, server, nonce: combined, header };
    return { reply: message('R', int32(11), Buffer.from(server)), done: false };
  }

  #final(received: Buffer, first: FirstMessages): { reply: Buffer; done: boolean } {
    const text = received.toString('utf8', HEADER);
    const parts = /^(?<unproved>c=(?<binding>[^,]*),r=(?<nonce>[^,]*)),p=(?<proof>[^,]*)$/s.exec(
      text,
    )?.groups;
    if (!parts) throw new ProtocolViolation('the final authentication message is malformed');
    const { unproved = '', binding = '', nonce = '', proof = '' } = parts;
    if (nonce !== first.nonce || Buffer.from(binding, 'base64').toString() !== first.header) {
      throw new ProtocolViolation('the final authentication message does not fit the first');
    }
    const { storedKey, serverKey } = this.#verifier;
    const authMessage = `${first.clientBare},${first.server},${unproved}`;
    const signature = hmac(storedKey, authMessage);
    const given = Buffer.from(proof, 'base64');
    if (given.length !== KEY_LENGTH) throw new WrongPasswordError('the proof has a wrong length');
    const clientKey = given.map((byte, index) => byte ^ (signature[index] ?? 0));
    if (!timingSafeEqual(sha256(clientKey), storedKey)) throw new WrongPasswordError('the proof is wrong');
    const reply = message(
      'R',
      int32(12),
      Buffer.from(`v=${hmac(serverKey, authMessage).toString('base64')}`),
    );
    return { reply, done: true };
  }
}
