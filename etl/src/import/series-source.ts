import type { Dataset } from '@systole/catalog';
import { BatchLoading, standardBatchSize } from '../batches.ts';
import type { BaseExtractor } from '../extractors/base-extractor.ts';
import type { SourceFile } from '../extractors/source-file.ts';
import { recordCoverage, type CoverageStatus } from '../ledger/coverage.ts';
import { registerUsers } from '../ledger/users.ts';
import type { BaseLoader, LoaderSettings } from '../loaders/base-loader.ts';
import type { PipelineContext } from '../pipeline.ts';
import { ReadingRules } from '../quality/reading-rules.ts';
import { refreshTouched } from '../refresh.ts';
import { LocalClock } from '../time/local-clock.ts';
import type { BaseTransformer, Transformed } from '../transformers/base-transformer.ts';
import type { CheckedImport, ImportParts, ImportSource } from './import-source.ts';
import { byUser, inspectSeries, type Inspection } from './inspection.ts';
import { PendingRows } from './pending-rows.ts';

interface SeriesSourceDefinition<Raw> {
  readonly dataset: Dataset;
  readonly extractor: (file: SourceFile) => BaseExtractor<Raw>;
  readonly transformer: (parts: ImportParts, dataset: Dataset, rules: ReadingRules) => BaseTransformer<Raw>;
  readonly loader: new (dataset: Dataset, settings: LoaderSettings) => BaseLoader;
}

/** A file has no window: all of it is wanted. */
const EVERYTHING = { start: -Infinity, end: Infinity };

/** Readings of users: loaded user by user, each from where an interrupted import left off. */
export class SeriesSource<Raw = unknown> implements ImportSource {
  readonly dataset: Dataset;
  readonly #definition: SeriesSourceDefinition<Raw>;

  constructor(definition: SeriesSourceDefinition<Raw>) {
    this.dataset = definition.dataset;
    this.#definition = definition;
  }

  async *read(file: SourceFile, parts: ImportParts): AsyncGenerator<Transformed> {
    const { dataset, extractor, transformer } = this.#definition;
    const transform = transformer(parts, dataset, new ReadingRules(dataset, parts.now));
    for await (const batch of extractor(file).extract(EVERYTHING)) yield transform.transform(batch);
  }

  inspect(
    file: SourceFile,
    parts: ImportParts,
    onRows: (rows: number) => void,
    signal?: AbortSignal,
  ): Promise<Inspection> {
    return inspectSeries(this, this.read(file, parts), onRows, signal);
  }

  async load(context: PipelineContext, checked: CheckedImport): Promise<void> {
    const { pool, logger, features, observer, signal } = context;
    const { settings, file, parts, inspection, resumption, run } = checked;
    await registerUsers(
      pool,
      [...inspection.users.keys()].map((id) => settings.userId ?? id),
      settings.timeZone,
    );
    const batchSize = settings.batchSize ?? standardBatchSize(features);
    const loader = new this.#definition.loader(this.dataset, {
      pool,
      logger,
      updateExisting: true,
      backfill: true,
      signal,
    });
    await using loading = new BatchLoading(loader, run.runId, batchSize, (outcome) => {
      observer.onBatch?.(this.dataset.key, outcome);
    });
    const pending = new PendingRows(this.dataset, settings.userId);
    let rowsSeen = 0;
    for await (const transformed of this.read(file, parts)) {
      signal?.throwIfAborted();
      rowsSeen += rowsOf(transformed);
      await run.reject(transformed.rejects.filter(({ userId }) => userId === null));
      for (const part of byUser(transformed))
        pending.add(part, resumption.positions.get(settings.userId ?? part.userId) ?? 0);
      for (let full = pending.takeFull(batchSize); full; full = pending.takeFull(batchSize)) {
        await loading.load(full, signal);
        settings.onProgress('loading', rowsSeen, inspection.rows);
      }
    }
    for (let rest = pending.takeFull(0); rest; rest = pending.takeFull(0)) await loading.load(rest, signal);
    await loading.finish();
    settings.onProgress('loading', rowsSeen, inspection.rows);
  }

  async summarise(
    context: PipelineContext,
    { settings, parts, inspection, run }: CheckedImport,
  ): Promise<void> {
    for (const [id, { first, last }] of inspection.users) {
      if (first === undefined || last === undefined) continue;
      const days = coverageOf(this.dataset, parts.clock, first, last);
      await recordCoverage(context.pool, this.dataset, settings.userId ?? id, run.runId, days);
    }
    await refreshTouched(this.dataset, run.runId, context);
  }
}

function rowsOf({ readings, rejects }: Transformed): number {
  return readings.reduce((sum, { length }) => sum + length, rejects.length);
}

/** A file tells all it has of the days between its first and last; those two it may have in part. */
function coverageOf(
  dataset: Dataset,
  clock: LocalClock,
  first: number,
  last: number,
): Map<number, CoverageStatus> {
  const isDaily = dataset.kind === 'daily';
  const dayClock = isDaily ? new LocalClock('UTC') : clock;
  const firstDay = dayClock.dayOf(first);
  const lastDay = dayClock.dayOf(last);
  const days = new Map<number, CoverageStatus>();
  for (let day = firstDay; day <= lastDay; day += 1) {
    days.set(day, isDaily || (day > firstDay && day < lastDay) ? 'complete' : 'partial');
  }
  return days;
}
