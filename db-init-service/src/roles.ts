import { datasets } from '@systole/catalog';
import type { PoolClient } from '@systole/service-kit';

/** Passwords of the roles that are wanted; a role without one is not made. */
export interface RolePasswords {
  readonly writer?: string | undefined;
  readonly reader?: string | undefined;
  readonly monitor?: string | undefined;
}

const WRITER = 'systole_writer';
const READER = 'systole_reader';
const MONITOR = 'systole_monitor';

/**
 * Makes the roles that services log in with, each with no more than it needs, and gives them their rights on whatever
 * there is by now: at every run, since a further dataset brings further tables.
 *
 * Not migrations, since roles belong to the server and not to this database, passwords change, and a database for one
 * person needs none.
 * @returns what was done, for the log
 */
export async function makeRoles(client: PoolClient, passwords: RolePasswords): Promise<readonly string[]> {
  const made: string[] = [];
  if (passwords.writer !== undefined) {
    await makeRole(client, WRITER, passwords.writer, made);
    await grantWriting(client);
  }
  if (passwords.reader !== undefined) {
    await makeRole(client, READER, passwords.reader, made);
    await grantReading(client);
  }
  if (passwords.monitor !== undefined) {
    await makeRole(client, MONITOR, passwords.monitor, made);
    // Statistics of the server, and no data.
    await client.query(`GRANT pg_monitor TO ${MONITOR}`);
  }
  return made;
}

/** Makes a role, or gives it the password that is set now. */
async function makeRole(client: PoolClient, role: string, password: string, made: string[]): Promise<void> {
  const { rows } = await client.query<{ statement: string; there: boolean }>(
    `SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD %L',
                   CASE WHEN there THEN 'ALTER' ELSE 'CREATE' END, $1::text, $2::text) AS statement, there
       FROM (SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS there) AS existing`,
    [role, password],
  );
  const [row] = rows;
  if (!row) throw new Error('the server did not say which roles there are');
  await client.query(row.statement);
  if (!row.there) made.push(`role ${role}`);
}

/** What there is to be granted: the relations of this database that belong to no extension, as SQL writes them. */
interface Relations {
  readonly schemas: string;
  readonly all: string;
  /** Tables but for the hypertables and the ledger of migrations. */
  readonly tables: string;
  readonly hypertables: string;
}

async function findRelations(client: PoolClient): Promise<Relations> {
  const { rows } = await client.query<Relations>(
    `SELECT string_agg(DISTINCT quote_ident(nspname), ', ') AS schemas,
            string_agg(name, ', ') AS all,
            string_agg(name, ', ') FILTER (WHERE relkind IN ('r', 'p') AND NOT is_hypertable
                                             AND name <> 'ops.migrations') AS tables,
            string_agg(name, ', ') FILTER (WHERE is_hypertable) AS hypertables
       FROM (SELECT nspname, relkind, format('%I.%I', nspname, relname) AS name,
                    nspname = 'public' AND relname = ANY ($1) AS is_hypertable
               FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
              WHERE relkind IN ('r', 'p', 'v', 'm')
                -- The schemas of the server and of TimescaleDB, and what a run has made for itself.
                AND nspname !~ '^(pg_|_?timescaledb|information_schema$|staging$)'
                AND NOT EXISTS (SELECT FROM pg_depend
                                 WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
            ) AS relations`,
    [[...datasets.values()].map(({ table }) => table)],
  );
  const [relations] = rows;
  if (!relations) throw new Error('there are no tables to grant rights on');
  return relations;
}

/**
 * Ingestion and imports: they read and write what is in the tables, delete no reading, and change no table.
 * TimescaleDB lets only the owner of a rollup refresh it, so the writer owns those: they hold nothing that could not be
 * made again.
 */
async function grantWriting(client: PoolClient): Promise<void> {
  const { schemas, all, tables, hypertables } = await findRelations(client);
  await client.query(`
    GRANT USAGE ON SCHEMA ${schemas} TO ${WRITER};
    GRANT SELECT ON ${all} TO ${WRITER};
    GRANT INSERT, UPDATE, DELETE ON ${tables} TO ${WRITER};
    GRANT INSERT, UPDATE ON ${hypertables} TO ${WRITER};
    -- Where an import makes the tables of its own run.
    GRANT USAGE, CREATE ON SCHEMA staging TO ${WRITER}`);
  for (const { view } of [...datasets.values()].flatMap(({ rollups }) => rollups)) {
    const { rows } = await client.query<{ is_owner: boolean }>(
      'SELECT relowner = $2::regrole AS is_owner FROM pg_class WHERE oid = $1::regclass',
      [`public.${view}`, WRITER],
    );
    if (rows[0]?.is_owner === true) continue;
    // Whoever gives a relation away must be able to become its new owner, who must be able to create in its schema.
    await client.query(`GRANT ${WRITER} TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO ${WRITER}`);
    await client.query(`ALTER MATERIALIZED VIEW public.${view} OWNER TO ${WRITER}`);
    await client.query(`REVOKE CREATE ON SCHEMA public FROM ${WRITER}`);
  }
}

/** The API and Grafana: they read, and what takes too long is ended. */
async function grantReading(client: PoolClient): Promise<void> {
  const { schemas, all } = await findRelations(client);
  await client.query(`
    GRANT USAGE ON SCHEMA ${schemas} TO ${READER};
    GRANT SELECT ON ${all} TO ${READER};
    ALTER ROLE ${READER} SET default_transaction_read_only = on;
    ALTER ROLE ${READER} SET statement_timeout = '60s'`);
}
