import type { Socket } from 'node:net';
import { requestScram, ScramExchange, WrongPasswordError, type Verifier } from '../authentication.ts';
import { FrontendReader } from '../protocol/frontend-reader.ts';
import {
  authenticationOk,
  backendKey,
  fatalError,
  negotiateVersion,
  parameterStatus,
  ProtocolViolation,
  readyForQuery,
  SQLSTATE,
  typeOf,
} from '../protocol/messages.ts';
import { NO_ENCRYPTION, readStartupPacket } from '../protocol/startup.ts';
import { Session, type SharedByAll } from './session.ts';
import type { Settings } from './settings.ts';

/** As PostgreSQL's authentication_timeout, but shorter: everybody is near. */
export const AUTHENTICATION_MS = 20_000;

/** A socket from its first byte: start-up and authentication, then a {@link Session}. */
export class Connection {
  readonly #id: number;
  readonly #socket: Socket;
  readonly #shared: SharedByAll;
  readonly #verifier: Verifier | undefined;
  readonly #reader = new FrontendReader();
  readonly #deadline: NodeJS.Timeout;
  #startSettings: Settings = new Map();
  #scram: ScramExchange | undefined;
  #session: Session | undefined;
  /** Set when the connection is refused: what still comes is not read. */
  #refused = false;

  constructor(id: number, socket: Socket, shared: SharedByAll, verifier: Verifier | undefined) {
    this.#id = id;
    this.#socket = socket;
    this.#shared = shared;
    this.#verifier = verifier;
    this.#deadline = setTimeout(() => {
      this.#refuse(SQLSTATE.invalidAuthorization, 'canceling authentication due to timeout');
    }, AUTHENTICATION_MS);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      this.#receive(chunk);
    });
    socket.on('end', () => this.#session?.inbox.end({ abandon: false }));
    socket.on('close', () => {
      clearTimeout(this.#deadline);
      // What it had sent whole is still done, as with any PostgreSQL.
      this.#session?.inbox.end({ abandon: false });
    });
    // "close" follows; without a listener a reset connection would end the process.
    socket.on('error', (error) => shared.logger.debug('a connection was lost', { error }));
  }

  /** Ends the connection from the server's side. */
  end(sqlState: string, text: string): void {
    if (this.#session) this.#session.end(sqlState, text);
    else this.#refuse(sqlState, text);
  }

  #receive(chunk: Buffer): void {
    if (this.#refused) return;
    try {
      for (const message of this.#reader.push(chunk)) {
        if (this.#reader.phase === 'startup') this.#start(message);
        else if (this.#reader.phase === 'authentication') this.#authenticate(message);
        else if (typeOf(message) === 'X') this.#session?.inbox.end({ abandon: false });
        else this.#session?.inbox.push(message);
      }
    } catch (error) {
      if (error instanceof ProtocolViolation) this.end(SQLSTATE.protocolViolation, error.message);
      else if (error instanceof WrongPasswordError) {
        this.#refuse(SQLSTATE.invalidPassword, 'password authentication failed');
      } else throw error;
      this.#refused = true;
    }
    if (this.#session?.inbox.full) this.#socket.pause();
  }

  #start(message: Buffer): void {
    const packet = readStartupPacket(message);
    switch (packet.kind) {
      case 'encryption':
        this.#socket.write(NO_ENCRYPTION);
        return;
      case 'cancel':
        // The engine cannot be interrupted, so there is nothing that could be cancelled.
        this.#socket.end();
        return;
      case 'unsupported':
        this.#refuse(
          SQLSTATE.featureNotSupported,
          `unsupported frontend protocol ${packet.version}: server supports 3.0`,
        );
        return;
      case 'start':
        if (packet.newerMinor || packet.unknownOptions.length > 0) {
          this.#socket.write(negotiateVersion(packet.unknownOptions));
        }
        this.#startSettings = packet.settings;
        if (!this.#verifier) {
          this.#open();
          return;
        }
        this.#scram = new ScramExchange(this.#verifier);
        this.#reader.phase = 'authentication';
        this.#socket.write(requestScram());
    }
  }

  #authenticate(message: Buffer): void {
    if (typeOf(message) !== 'p' || !this.#scram) throw new ProtocolViolation('expected a password message');
    const { reply, done } = this.#scram.answer(message);
    this.#socket.write(reply);
    if (done) this.#open();
  }

  #open(): void {
    clearTimeout(this.#deadline);
    this.#reader.phase = 'session';
    this.#session = new Session(this.#id, this.#socket, this.#shared, this.#startSettings);
    this.#socket.write(
      Buffer.concat([
        authenticationOk(),
        ...[...this.#session.reported].map(([name, value]) => parameterStatus(name, value)),
        backendKey(this.#id),
        readyForQuery(),
      ]),
    );
    void this.#session.serve();
  }

  #refuse(sqlState: string, text: string): void {
    this.#refused = true;
    clearTimeout(this.#deadline);
    this.#socket.end(fatalError(sqlState, text));
    this.#socket.destroySoon();
  }
}
