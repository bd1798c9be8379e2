import { datasets } from '@systole/catalog';
import { boundUsers, quoteIdentifier, type Logger, type Pool } from '@systole/service-kit';
import { BackgroundState } from './background-state.ts';

export interface UserDataset {
  readonly userId: string;
  readonly dataset: string;
  /** Instant of the newest reading, in seconds since the epoch. */
  readonly newest: number;
  /** Days, from the first that was fetched until the day before yesterday, that were not fetched whole. */
  readonly gapDays: number;
}

interface Contents {
  readonly users: readonly UserDataset[];
  /** Dataset to the oldest instant, in seconds since the epoch, since when rows wait to get into its rollups. */
  readonly unrefreshedSince: ReadonlyMap<string, number>;
}

/** What the database holds of each user, as far as its metrics need it. */
export class DataState extends BackgroundState<Contents> {
  constructor(pool: Pool, logger: Logger) {
    const read = async (): Promise<Contents> => {
      const [users, unrefreshed] = await Promise.all([
        pool.query<UserDataset>(USERS),
        pool.query<{ dataset: string; since: number }>(UNREFRESHED),
      ]);
      return {
        // Once, and not at each scrape: there may be many users.
        users: boundUsers(users.rows, (one, other) => ({
          ...one,
          newest: Math.min(one.newest, other.newest),
          gapDays: one.gapDays + other.gapDays,
        })),
        unrefreshedSince: new Map(unrefreshed.rows.map(({ dataset, since }) => [dataset, since])),
      };
    };
    super({ users: [], unrefreshedSince: new Map() }, read, logger);
  }
}

/**
 * Only what has been fetched: what was imported from a file once grows old by nature. The newest reading is an index
 * lookup for each user; yesterday counts only when a night's run has had its chance.
 */
const USERS = [...datasets.values()]
  .map(
    ({ key, table }) => `
    SELECT users.user_id AS "userId", '${key}' AS dataset,
           extract(epoch FROM newest."timestamp")::double precision AS newest,
           greatest(0, yesterday - first - complete) AS "gapDays"
      FROM (SELECT user_id, (now() AT TIME ZONE time_zone)::date - 1 AS yesterday FROM ops.users) AS users
     CROSS JOIN LATERAL (SELECT "timestamp" FROM public.${quoteIdentifier(table)} AS readings
                          WHERE readings.user_id = users.user_id ORDER BY "timestamp" DESC LIMIT 1) AS newest
      LEFT JOIN LATERAL (SELECT min(day) AS first,
                                count(*) FILTER (WHERE status = 'complete' AND day < yesterday)::integer AS complete
                           FROM ops.coverage
                          WHERE coverage.user_id = users.user_id AND dataset = '${key}') AS coverage ON true
     WHERE EXISTS (SELECT FROM ops.pipeline_runs AS runs
                    WHERE runs.user_id = users.user_id AND dataset = '${key}' AND trigger <> 'import')`,
  )
  .join(' UNION ALL ');

/** A run that is still loading has a fresh heartbeat; one that died with rows touched has an old one. */
const UNREFRESHED = `
  SELECT dataset, extract(epoch FROM min(heartbeat_at))::double precision AS since
    FROM ops.pipeline_runs
   WHERE touched_start IS NOT NULL AND refreshed_at IS NULL
   GROUP BY dataset`;
