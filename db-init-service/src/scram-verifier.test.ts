import { startEmptyTestDatabase } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { scramVerifier } from './scram-verifier.ts';

describe('a verifier of a password', async () => {
  const database = await startEmptyTestDatabase();
  afterAll(() => database[Symbol.asyncDispose]());

  it.each(['letters and digits 123', `quotes ' and "`, 'ﬁne Ⅸ'])(
    'is what the server makes of the same: %s',
    async (password) => {
      const client = await database.pool.connect();
      try {
        await client.query(
          `BEGIN; SET LOCAL password_encryption = 'scram-sha-256';
           CREATE ROLE scram_test PASSWORD ${client.escapeLiteral(password)}`,
        );
        const { rows } = await client.query<{ verifier: string }>(
          `SELECT rolpassword AS verifier FROM pg_authid WHERE rolname = 'scram_test'`,
        );
        const verifier = rows[0]?.verifier ?? '';
        const salt = /:(.+?)\$/.exec(verifier)?.[1] ?? '';
        expect(scramVerifier(password, Buffer.from(salt, 'base64'))).toBe(verifier);
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    },
  );

  it('has a salt of its own each time', () => {
    expect(scramVerifier('pencil')).not.toBe(scramVerifier('pencil'));
  });
});
