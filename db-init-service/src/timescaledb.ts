import { SystoleError, type PoolClient } from '@systole/service-kit';

/** The oldest version with columnstore policies under that name. */
const OLDEST_VERSION = [2, 18] as const;

const INSTALLING = 'https://docs.timescale.com/self-hosted/latest/install/';

export interface TimescaledbInstallation {
  /** Version the server can install or has installed; `null` where it has none. */
  readonly version: string | null;
  /** `timescale` (community) or `apache`; `null` while the extension is not there. */
  readonly license: string | null;
}

/** What keeps Systole from using this server's TimescaleDB, and what to do about it; `undefined` if nothing does. */
export function unsuitability({ version, license }: TimescaledbInstallation): string | undefined {
  if (version === null) {
    return `This PostgreSQL server does not have the timescaledb extension. Install it (${INSTALLING}), or use the image timescale/timescaledb.`;
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor < OLDEST_VERSION[1])) {
    return `This database has TimescaleDB ${version}; Systole needs ${OLDEST_VERSION.join('.')} or later. Update it with ALTER EXTENSION timescaledb UPDATE.`;
  }
  if (license === 'apache') {
    return `This server has the Apache edition of TimescaleDB, without continuous aggregates, columnstore and policies. Install the community edition, or set timescaledb.license = 'timescale' where its library is there.`;
  }
  return undefined;
}

/**
 * Creates the extension if it is not there.
 * @throws {Error} saying what to do, if it cannot be created.
 * @throws {SystoleError} terminal, saying what to do, if the server's TimescaleDB is missing, too old or the Apache edition.
 */
export async function ensureTimescaledb(client: PoolClient): Promise<void> {
  const before = await inspect(client);
  if (before.version !== null) {
    await client.query('CREATE EXTENSION IF NOT EXISTS timescaledb').catch((error: unknown) => {
      throw new Error(
        'The timescaledb extension could not be created: the server needs it in shared_preload_libraries, and the role the right to create it',
        { cause: error },
      );
    });
  }
  const reason = unsuitability(before.version === null ? before : await inspect(client));
  if (reason !== undefined) throw new SystoleError('terminal', reason);
}

async function inspect(client: PoolClient): Promise<TimescaledbInstallation> {
  const { rows } = await client.query<TimescaledbInstallation>(`
    SELECT coalesce(installed_version, default_version) AS version,
           current_setting('timescaledb.license', true) AS license
      FROM pg_available_extensions
     WHERE name = 'timescaledb'`);
  return rows[0] ?? { version: null, license: null };
}
