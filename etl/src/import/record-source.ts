import { BATCHES_AT_ONCE, standardBatchSize } from '../batches.ts';
import type { BaseExtractor } from '../extractors/base-extractor.ts';
import type { SourceFile } from '../extractors/source-file.ts';
import { InFlight } from '../in-flight.ts';
import type { NamedDataset } from '../ledger/runs.ts';
import type { RecordLoader, RecordLoaderSettings } from '../loaders/record-loader.ts';
import type { PipelineContext } from '../pipeline.ts';
import type { InvalidRowsFormat } from '../quality/invalid-rows.ts';
import { EXAMPLES_KEPT } from '../quality/reject-share.ts';
import type { BaseTransformer } from '../transformers/base-transformer.ts';
import type { TransformedRecords } from '../transformers/transformed-records.ts';
import type { CheckedImport, ImportParts, ImportSource } from './import-source.ts';
import type { Inspection } from './inspection.ts';

interface RecordSourceDefinition<Raw, Row> {
  readonly dataset: NamedDataset;
  readonly invalidRowsAs: InvalidRowsFormat;
  readonly extractor: (file: SourceFile) => BaseExtractor<Raw>;
  readonly transformer: (parts: ImportParts) => BaseTransformer<Raw, TransformedRecords<Row>>;
  readonly loader: (dataset: NamedDataset, settings: RecordLoaderSettings) => RecordLoader<Row>;
  readonly summarise: (context: PipelineContext) => Promise<void>;
}

/** Rows that are not taken are objects, and three batches are held at a time: of many of them a batch is smaller. */
const MOST_ROWS_NOT_TAKEN = 500;

/** A file has no window: all of it is wanted. */
const EVERYTHING = { start: -Infinity, end: Infinity };

/** Rows that are not kept by user: loaded in the order of the file, from where an interrupted import left off. */
export class RecordSource<Raw, Row> implements ImportSource {
  readonly dataset: NamedDataset;
  readonly invalidRowsAs: InvalidRowsFormat;
  readonly #definition: RecordSourceDefinition<Raw, Row>;

  constructor(definition: RecordSourceDefinition<Raw, Row>) {
    this.dataset = definition.dataset;
    this.invalidRowsAs = definition.invalidRowsAs;
    this.#definition = definition;
  }

  async *read(file: SourceFile, parts: ImportParts): AsyncGenerator<TransformedRecords<Row>> {
    const transformer = this.#definition.transformer(parts);
    for await (const batch of this.#definition.extractor(file).extract(EVERYTHING))
      yield transformer.transform(batch);
  }

  async inspect(
    file: SourceFile,
    parts: ImportParts,
    onRows: (rows: number) => void,
    signal?: AbortSignal,
  ): Promise<Inspection> {
    const found: Inspection = { source: this, rows: 0, rejected: 0, users: new Map(), examples: [] };
    for await (const { rows, rejects } of this.read(file, parts)) {
      signal?.throwIfAborted();
      found.rows += rows.length + rejects.length;
      found.rejected += rejects.length;
      found.examples.push(...rejects.slice(0, EXAMPLES_KEPT - found.examples.length));
      onRows(found.rows);
    }
    return found;
  }

  async load(context: PipelineContext, checked: CheckedImport): Promise<void> {
    const { pool, logger, features, signal } = context;
    const { settings, file, parts, inspection, resumption, run } = checked;
    const batchSize = settings.batchSize ?? standardBatchSize(features);
    const loader = this.#definition.loader(this.dataset, { pool, logger, signal });
    let batch = loader.begin();
    let sequence = 0;
    let sourcePosition = 0;
    await using inFlight = new InFlight(BATCHES_AT_ONCE);
    const flush = async () => {
      await inFlight.room();
      signal?.throwIfAborted();
      sequence += 1;
      inFlight.add(loader.load(batch, { runId: run.runId, sequence, sourcePosition }));
      batch = loader.begin();
      settings.onProgress('loading', sourcePosition, inspection.rows);
    };
    for await (const piece of this.read(file, parts)) {
      sourcePosition += piece.rows.length + piece.rejects.length;
      // A piece of which only some was loaded is taken whole: loading rows twice changes nothing.
      if (sourcePosition <= resumption.position) continue;
      await loader.add(batch, piece);
      const notTaken = batch.aside.length + batch.rejects.length;
      if (batch.encoded.rows + notTaken >= batchSize || notTaken >= MOST_ROWS_NOT_TAKEN) await flush();
    }
    if (batch.encoded.rows + batch.aside.length + batch.rejects.length > 0) await flush();
    await inFlight.finish();
  }

  summarise(context: PipelineContext): Promise<void> {
    return this.#definition.summarise(context);
  }
}
