import { initialiseDatabase } from '@systole/db-init-service';
import { startEmptyTestDatabase, testLogger } from '@systole/test-kit';
import { afterAll, describe, expect, it } from 'vitest';
import { fillInSql, readPanels } from './dashboard-queries.ts';

describe('Grafana, as the role that only reads', async () => {
  const database = await startEmptyTestDatabase();
  await using opened = new AsyncDisposableStack();
  opened.use(database);
  await initialiseDatabase(database.pool, { logger: testLogger, rolePasswords: { reader: 'reader-secret' } });
  // The embedded database lets everybody in as its one superuser; SET ROLE shows on both what a role may do.
  const client = await database.pool.connect();
  opened.defer(() => {
    client.release(true);
  });
  const keep = opened.move();
  afterAll(() => keep.disposeAsync());

  const queries = (await readPanels()).flatMap(({ dashboard, title, targets }) =>
    targets.flatMap(({ rawSql }) =>
      rawSql === undefined ? [] : [{ panel: `${dashboard}: ${title}`, rawSql }],
    ),
  );

  it.each(queries)('is shown as much as the owner: $panel', async ({ rawSql }) => {
    const range = { users: ['user1'], from: new Date('2025-06-01'), to: new Date(), interval: 'auto' };
    const sql = fillInSql(rawSql, range);
    const shown = await client.query(sql);
    await client.query('BEGIN; SET LOCAL ROLE systole_reader');
    try {
      expect((await client.query(sql)).rowCount).toBe(shown.rowCount);
    } finally {
      await client.query('ROLLBACK');
    }
  });
});
