import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool } from '@systole/service-kit';

/** A file as it was received. */
export interface Snapshot {
  readonly snapshotId: number;
  readonly dataset: string;
  readonly userId: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly sourceName: string;
  /** Where it lies on this machine. */
  readonly path: string;
}

export interface Delivery {
  readonly dataset: string;
  /** Whose it is, where a dataset is kept by user. */
  readonly userId: string | null;
  /** What the sender calls the file: shown to people, never used as a path. */
  readonly sourceName: string;
}

const LONGEST_NAME = 200;

/**
 * Keeps every input as received, in files that are never changed:
 * `<directory>/<dataset>/<time>-<first digits of the hash>`, each with an entry in `raw.snapshots`.
 */
export class RawStore {
  readonly #pool: Pool;
  readonly #directory: string;

  constructor(pool: Pool, directory: string) {
    this.#pool = pool;
    this.#directory = directory;
  }

  /** Takes in a stream; the same bytes again give the snapshot there is. What breaks off leaves nothing. */
  async receive(content: Readable, { dataset, userId, sourceName }: Delivery): Promise<Snapshot> {
    const folder = path.join(this.#directory, dataset);
    await mkdir(folder, { recursive: true });
    const incoming = path.join(folder, `.incoming-${randomUUID()}`);
    const hash = createHash('sha256');
    let bytes = 0;
    const counting = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        bytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, counting, createWriteStream(incoming, { flags: 'wx' }));
      await flush(incoming);
      const sha256 = hash.digest('hex');
      const name = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${sha256.slice(0, 16)}`;
      const snapshot = await this.#register({
        dataset,
        userId,
        sha256,
        bytes,
        sourceName: printable(sourceName),
        path: path.posix.join(dataset, name),
      });
      // Also where the bytes are known, but their file was lost.
      if (!(await exists(snapshot.path))) {
        await chmod(incoming, 0o444);
        await rename(incoming, snapshot.path);
      }
      return snapshot;
    } finally {
      await rm(incoming, { force: true });
    }
  }

  /** @throws {Error} where there is no such snapshot */
  async find(snapshotId: number): Promise<Snapshot> {
    const { rows } = await this.#pool.query<Snapshot>(`${SELECT} WHERE snapshot_id = $1`, [snapshotId]);
    if (!rows[0]) throw new Error(`there is no snapshot ${snapshotId}`);
    return this.#located(rows[0]);
  }

  /** The snapshots whose content is published, each once, in the order in which they were published last. */
  async published(dataset: string): Promise<readonly Snapshot[]> {
    const { rows } = await this.#pool.query<Snapshot>(
      `${SELECT} JOIN (SELECT snapshot_id, max(run_id) AS last_run FROM ops.publications
                        WHERE dataset = $1 GROUP BY snapshot_id) AS published USING (snapshot_id)
        ORDER BY last_run`,
      [dataset],
    );
    return rows.map((snapshot) => this.#located(snapshot));
  }

  async #register(snapshot: Omit<Snapshot, 'snapshotId'>): Promise<Snapshot> {
    const { dataset, userId, sha256, bytes, sourceName } = snapshot;
    await this.#pool.query(
      `INSERT INTO raw.snapshots (dataset, user_id, sha256, bytes, source_name, path)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (dataset, user_id, sha256) DO NOTHING`,
      [dataset, userId, sha256, bytes, sourceName, snapshot.path],
    );
    const { rows } = await this.#pool.query<Snapshot>(
      `${SELECT} WHERE dataset = $1 AND user_id IS NOT DISTINCT FROM $2 AND sha256 = $3`,
      [dataset, userId, sha256],
    );
    if (!rows[0]) throw new Error('the snapshot that was just registered is gone');
    return this.#located(rows[0]);
  }

  #located(snapshot: Snapshot): Snapshot {
    return { ...snapshot, path: path.join(this.#directory, snapshot.path) };
  }
}

const SELECT = `
  SELECT snapshot_id AS "snapshotId", dataset, user_id AS "userId", sha256, bytes, source_name AS "sourceName", path
    FROM raw.snapshots`;

/** A name that can be shown: its last part, without control characters, shortened. */
function printable(name: string): string {
  const shown = path.win32.basename(name).replaceAll(/[\p{Cc}\p{Cf}]/gu, '');
  return shown.slice(0, LONGEST_NAME) || 'unnamed';
}

/** The entry in the database must not outlive the file in a loss of power. */
async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
