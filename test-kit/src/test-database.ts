import type { Pool } from '@systole/service-kit';
import { startEmbeddedTestDatabase } from './embedded-test-database.ts';
import { startNativeTestDatabase } from './native-test-database.ts';

/** A real TimescaleDB of a test file's own. */
export interface TestDatabase extends AsyncDisposable {
  /** For further processes and pools; stays the same over {@link restart}. */
  readonly url: string;
  /** Four connections, closed with the database. */
  readonly pool: Pool;
  /** Of the embedded database; a native server keeps its files to itself. */
  readonly dataDirectory?: string;
  /**
   * Ends the server process with SIGKILL, as a crash would. A native server is not ours to kill: there every
   * connection to the database is cut.
   */
  kill(): Promise<void>;
  /** Starts the server again after {@link kill}, on the same files and the same port. */
  restart(): Promise<void>;
}

/** What the database holds at first: all that db-init-service makes, or nothing. */
export type Contents = 'migrated' | 'empty';

/**
 * A fresh database as db-init-service leaves it, as a copy of one that was prepared once. It is embedded, or, where
 * TEST_DATABASE_URL names a native server and a role that may create databases, there.
 *
 * ```ts
 * const database = await startTestDatabase();
 * afterAll(() => database[Symbol.asyncDispose]());
 * ```
 * @param serverUrl in the place of TEST_DATABASE_URL
 */
export function startTestDatabase(serverUrl?: string): Promise<TestDatabase> {
  return start('migrated', serverUrl);
}

/** The same without tables, for the tests of what makes them. */
export function startEmptyTestDatabase(): Promise<TestDatabase> {
  return start('empty');
}

function start(contents: Contents, adminUrl = process.env['TEST_DATABASE_URL']): Promise<TestDatabase> {
  return adminUrl ? startNativeTestDatabase(adminUrl, contents) : startEmbeddedTestDatabase(contents);
}
