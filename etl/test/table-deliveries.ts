import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { importTable, type ImportedTable } from '../src/layers/import-table.ts';
import { RawStore } from '../src/layers/raw-store.ts';
import type { PipelineContext } from '../src/pipeline.ts';
import type { TableDataset } from '../src/tables/table-dataset.ts';
import { pipelineContext } from './pipeline-context.ts';

export type StoredRow = Readonly<Record<string, unknown>>;

/** A database and a raw store for the tests of one file, emptied before each test. */
export class TableDeliveries {
  #database: TestDatabase | undefined;
  #folder = '';
  #store: RawStore | undefined;

  /** To be made while a test file is collected. */
  constructor(tables: readonly string[]) {
    beforeAll(async () => {
      this.#database = await startTestDatabase();
    });
    afterAll(() => this.#database?.[Symbol.asyncDispose]());
    beforeEach(async () => {
      this.#folder = await mkdtemp(path.join(os.tmpdir(), 'systole-raw-'));
      this.#store = new RawStore(this.database.pool, this.#folder);
      await this.database.pool.query(
        `TRUNCATE ${tables.join(', ')}, ops.watermarks, ops.publications, ops.quality_checks, ops.quarantine,
                  raw.snapshots, ops.pipeline_runs CASCADE`,
      );
      return () => rm(this.#folder, { recursive: true, force: true });
    });
  }

  get database(): TestDatabase {
    if (!this.#database) throw new Error('the database is there from beforeAll on');
    return this.#database;
  }

  get store(): RawStore {
    if (!this.#store) throw new Error('the store is there from beforeEach on');
    return this.#store;
  }

  /** Of the raw store; deleted after the test. */
  get folder(): string {
    return this.#folder;
  }

  /** A path for a file that is gone after the test. */
  path(name: string): string {
    return path.join(this.#folder, name);
  }

  context(): Promise<PipelineContext> {
    return pipelineContext(this.database.pool);
  }

  /** Delivers a text. */
  async deliver(
    dataset: TableDataset,
    content: string | Readable,
    changes: Partial<PipelineContext> & { readonly sourceName?: string } = {},
  ): Promise<ImportedTable> {
    const { sourceName = 'delivery.csv', ...context } = changes;
    return importTable({ ...(await this.context()), ...context }, this.store, {
      dataset,
      userId: null,
      content: typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content,
      sourceName,
    });
  }

  /** Delivers a file. */
  deliverFile(dataset: TableDataset, file: string): Promise<ImportedTable> {
    return this.deliver(dataset, createReadStream(file), { sourceName: path.basename(file) });
  }

  async rows(sql: string, values: readonly unknown[] = []): Promise<StoredRow[]> {
    return (await this.database.pool.query<StoredRow>(sql, [...values])).rows;
  }
}
