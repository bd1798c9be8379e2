import { datasets } from '@systole/catalog';
import type { PoolClient } from '@systole/service-kit';
import { scramVerifier } from './scram-verifier.ts';

/** Passwords of the roles that are wanted; a role without one is not made. */
export interface RolePasswords {
  readonly writer?: string | undefined;
  readonly api?: string | undefined;
  readonly reader?: string | undefined;
  readonly monitor?: string | undefined;
}

const WRITER = 'systole_writer';
const API = 'systole_api';
const READER = 'systole_reader';
const MONITOR = 'systole_monitor';

/**
 * TimescaleDB lets only the owner of a continuous aggregate refresh it. So this role owns them, and those that refresh
 * are members of it: what they could spoil could be made again. Nobody can log in as it.
 */
const ROLLUPS = 'systole_rollups';

/** What the API writes: the clinic's patients and their readings, and the tables that are uploaded. */
const API_TABLES = [
  'patients',
  'biometrics',
  'biometrics_awaiting_patient',
  'ops.quarantine',
  'ops.watermarks',
  'fact_visits',
  'daily_visit_metrics',
  'doctors',
  'appointments',
  'daily_metrics',
  'daily_kpis',
  'user_profiles',
];

/** The record of what was done and received: the API adds to it and completes it, and takes nothing away. */
const API_RECORDS = [
  'ops.pipeline_runs',
  'ops.pipeline_run_users',
  'ops.publications',
  'ops.quality_checks',
  'raw.snapshots',
];

/** What the API asks of jobs: runs, the end of them, and that a schedule pauses. Triggers bring it to the queue. */
const API_JOB_RIGHTS = `
  GRANT INSERT, UPDATE ON ops.job_runs TO ${API};
  GRANT UPDATE (paused_at, next_run_at) ON ops.jobs TO ${API}`;

/** The queue's schema, whose tables nobody but workers may look into. */
const QUEUE = 'graphile_worker';
const BY_RIGHTS = 'systole_by_rights';

/**
 * Makes the roles that services log in with, each with no more than it needs, and gives them their rights on whatever
 * there is by now: at every run, since a further dataset brings further tables.
 *
 * Not migrations, since roles belong to the server and not to this database, passwords change, and a database for one
 * person needs none.
 * @returns what was done, for the log
 */
export async function makeRoles(client: PoolClient, passwords: RolePasswords): Promise<readonly string[]> {
  const { writer, api, reader, monitor } = passwords;
  const made: string[] = [];
  if (writer !== undefined || api !== undefined) await makeRollupsRole(client, made);
  if (writer !== undefined) {
    await makeRole(client, WRITER, `LOGIN PASSWORD '${scramVerifier(writer)}'`, made);
    await grantWriting(client);
    await grantWorking(client);
  }
  if (api !== undefined) {
    await makeRole(client, API, `LOGIN PASSWORD '${scramVerifier(api)}'`, made);
    await grantReading(client, API);
    await client.query(`
      GRANT INSERT, UPDATE, DELETE ON ${API_TABLES.join(', ')} TO ${API};
      GRANT INSERT, UPDATE ON ${API_RECORDS.join(', ')} TO ${API};
      -- Earlier versions gave it, and what is given stays.
      REVOKE DELETE ON ${API_RECORDS.join(', ')} FROM ${API};
      GRANT INSERT ON ops.users TO ${API};
      -- Where an upload makes the table of its own run.
      GRANT USAGE, CREATE ON SCHEMA staging TO ${API};
      GRANT ${ROLLUPS} TO ${API};
      ${API_JOB_RIGHTS}`);
  }
  if (reader !== undefined) {
    await makeRole(client, READER, `LOGIN PASSWORD '${scramVerifier(reader)}'`, made);
    await grantReading(client, READER);
    await client.query(`
      ALTER ROLE ${READER} SET default_transaction_read_only = on;
      ALTER ROLE ${READER} SET statement_timeout = '60s'`);
  }
  if (monitor !== undefined) {
    await makeRole(client, MONITOR, `LOGIN PASSWORD '${scramVerifier(monitor)}'`, made);
    // Statistics of the server, and no data.
    await client.query(`GRANT pg_monitor TO ${MONITOR}`);
  }
  return made;
}

/** Makes a role, or brings it to its attributes: a password may have changed. */
async function makeRole(client: PoolClient, role: string, attributes: string, made: string[]): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount === 1 ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION ${attributes}`);
  if (verb === 'CREATE') made.push(`role ${role}`);
}

/** Every continuous aggregate goes to its role, at once or when a migration has brought a further one. */
async function makeRollupsRole(client: PoolClient, made: string[]): Promise<void> {
  await makeRole(client, ROLLUPS, 'NOLOGIN', made);
  const { all } = await findRelations(client);
  await client.query(`GRANT SELECT ON ${all} TO ${ROLLUPS}`);
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', view_schema, view_name) AS name FROM timescaledb_information.continuous_aggregates
      WHERE view_owner <> $1`,
    [ROLLUPS],
  );
  if (rows.length === 0) return;
  // Whoever gives a relation away must be able to become its next owner, who must be able to create in its schema.
  await client.query(`GRANT ${ROLLUPS} TO CURRENT_USER; GRANT CREATE ON SCHEMA public TO ${ROLLUPS}`);
  for (const { name } of rows) await client.query(`ALTER MATERIALIZED VIEW ${name} OWNER TO ${ROLLUPS}`);
  await client.query(`REVOKE CREATE ON SCHEMA public FROM ${ROLLUPS}`);
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
                -- The schemas of the server, of TimescaleDB and of the queue, and what a run has made for itself.
                AND nspname !~ '^(pg_|_?timescaledb|information_schema$|staging$|${QUEUE}$)'
                AND NOT EXISTS (SELECT FROM pg_depend
                                 WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
            ) AS relations`,
    [[...datasets.values()].map(({ table }) => table)],
  );
  const [relations] = rows;
  if (!relations) throw new Error('there are no tables to grant rights on');
  return relations;
}

/** Ingestion and imports: they read and write what is in the tables, delete no reading, and change no table. */
async function grantWriting(client: PoolClient): Promise<void> {
  const { schemas, all, tables, hypertables } = await findRelations(client);
  await client.query(`
    GRANT USAGE ON SCHEMA ${schemas} TO ${WRITER};
    GRANT SELECT ON ${all} TO ${WRITER};
    GRANT INSERT, UPDATE, DELETE ON ${tables} TO ${WRITER};
    GRANT INSERT, UPDATE ON ${hypertables} TO ${WRITER};
    -- Where an import makes the tables of its own run.
    GRANT USAGE, CREATE ON SCHEMA staging TO ${WRITER};
    GRANT ${ROLLUPS} TO ${WRITER}`);
}

/**
 * The queue shows its rows to nobody but its owner, unless a policy says otherwise. This one leaves it to the rights, and
 * names no role: a backup that does could not be restored on a server without it.
 */
async function grantWorking(client: PoolClient): Promise<void> {
  await client.query(`
    GRANT USAGE ON SCHEMA ${QUEUE} TO ${WRITER};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE} TO ${WRITER}`);
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname = $1 AND rowsecurity
        AND NOT EXISTS (SELECT FROM pg_policies AS policy
                         WHERE policy.schemaname = $1 AND policy.tablename = pg_tables.tablename AND policyname = $2)`,
    [QUEUE, BY_RIGHTS],
  );
  for (const { name } of rows) {
    await client.query(`CREATE POLICY ${BY_RIGHTS} ON ${name} USING (true) WITH CHECK (true)`);
  }
}

async function grantReading(client: PoolClient, role: string): Promise<void> {
  const { schemas, all } = await findRelations(client);
  await client.query(`GRANT USAGE ON SCHEMA ${schemas} TO ${role}; GRANT SELECT ON ${all} TO ${role}`);
}
