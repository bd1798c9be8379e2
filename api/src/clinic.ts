import { loadAwaitedReadings, refreshHourlySummary, type AcceptedRanges } from '@systole/etl';
import { detectServerFeatures, type Logger, type Pool, type ServerFeatures } from '@systole/service-kit';
import { Problem } from './problem.ts';

/** What the routes that write need besides the database. */
export interface Clinic {
  readonly pool: Pool;
  readonly acceptedRanges: AcceptedRanges;
  /** Brings the hourly summary up to date; what fails is logged, and made good by the next time. */
  summarise: () => Promise<void>;
  /** Loads the readings that have waited for a patient who is there now. */
  loadAwaited: () => Promise<void>;
}

export function createClinic(pool: Pool, logger: Logger, acceptedRanges: AcceptedRanges): Clinic {
  let features: Promise<ServerFeatures> | undefined;
  const settings = async () => {
    features ??= detectServerFeatures(pool);
    // A database that was away is asked again.
    features.catch(() => (features = undefined));
    return { pool, logger, features: await features };
  };
  // What was asked for is written by then: a client that repeated it because of this would gain nothing.
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      logger.error(`${what} failed; the next time makes it good`, { error });
    }
  };
  return {
    pool,
    acceptedRanges,
    summarise: () =>
      attempt('refreshing the hourly summary', async () => refreshHourlySummary(await settings())),
    loadAwaited: () =>
      attempt('loading awaited readings', async () => loadAwaitedReadings(await settings(), 'manual')),
  };
}

/** @throws {Problem} 404. */
export function unknownPatient(parameter: string, id: number): Problem {
  return new Problem(
    404,
    'unknown-patient',
    'There is no such patient',
    `There is no patient ${id}. GET /patients lists them.`,
    { parameter },
  );
}

/** @throws {Problem} 404 where there is no such patient. */
export async function assertPatient(pool: Pool, parameter: string, id: number): Promise<void> {
  const { rowCount } = await pool.query('SELECT FROM patients WHERE id = $1', [id]);
  if (rowCount === 0) throw unknownPatient(parameter, id);
}
