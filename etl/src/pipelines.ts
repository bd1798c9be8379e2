import { heartRateIntraday, heartRateSummary, type Dataset } from '@systole/catalog';
import type { BaseExtractor, Window } from './extractors/base-extractor.ts';
import { GoogleHeartRateExtractor } from './extractors/google-heart-rate-extractor.ts';
import { GoogleHeartRateSummaryExtractor } from './extractors/google-heart-rate-summary-extractor.ts';
import type { GoogleHealthClient } from './google-health/client.ts';
import type { BaseLoader, LoaderSettings } from './loaders/base-loader.ts';
import { DailyLoader } from './loaders/daily-loader.ts';
import { SeriesLoader } from './loaders/series-loader.ts';
import type { ReadingRules } from './quality/reading-rules.ts';
import type { LocalClock } from './time/local-clock.ts';
import type { BaseTransformer, Transformed } from './transformers/base-transformer.ts';
import { GoogleHeartRateSummaryTransformer } from './transformers/google-heart-rate-summary-transformer.ts';
import { GoogleHeartRateTransformer } from './transformers/google-heart-rate-transformer.ts';

/** What a pipeline is made with, for one user. */
export interface PipelineParts {
  readonly client: GoogleHealthClient;
  readonly userId: string;
  readonly clock: LocalClock;
  readonly rules: ReadingRules;
}

/** How one dataset comes from its source to its table. */
export interface Pipeline {
  readonly dataset: Dataset;
  /** Days asked for at once: what is fetched whole, or not at all. */
  readonly daysPerRequest: number;
  /** Days of one run: what is held in memory until its share of rejects is known. */
  readonly daysPerRun: number;
  readonly read: (parts: PipelineParts, window: Window) => AsyncIterable<Transformed>;
  readonly createLoader: (settings: LoaderSettings) => BaseLoader;
}

interface PipelineDefinition<Raw> {
  readonly dataset: Dataset;
  readonly daysPerRequest: number;
  readonly daysPerRun: number;
  readonly extractor: (parts: PipelineParts) => BaseExtractor<Raw>;
  readonly transformer: (parts: PipelineParts, dataset: Dataset) => BaseTransformer<Raw>;
  readonly loader: new (dataset: Dataset, settings: LoaderSettings) => BaseLoader;
}

/** Ties the three together, so that what passes between extractor and transformer is nobody else's business. */
function definePipeline<Raw>(definition: PipelineDefinition<Raw>): Pipeline {
  const { dataset, daysPerRequest, daysPerRun, extractor, transformer, loader: Loader } = definition;
  return {
    dataset,
    daysPerRequest,
    daysPerRun,
    read: async function* read(parts, window) {
      const transform = transformer(parts, dataset);
      for await (const batch of extractor(parts).extract(window)) yield transform.transform(batch);
    },
    createLoader: (settings) => new Loader(dataset, settings),
  };
}

/** Dataset key → how it is fetched, understood and stored. A further dataset is a further line. */
export const pipelines: ReadonlyMap<string, Pipeline> = new Map(
  [
    definePipeline({
      dataset: heartRateIntraday,
      daysPerRequest: 1,
      daysPerRun: 7,
      extractor: ({ client }) => new GoogleHeartRateExtractor(client),
      transformer: ({ userId, rules }, dataset) => new GoogleHeartRateTransformer(dataset, userId, rules),
      loader: SeriesLoader,
    }),
    definePipeline({
      dataset: heartRateSummary,
      daysPerRequest: 14,
      daysPerRun: 364,
      extractor: ({ client, clock }) => new GoogleHeartRateSummaryExtractor(client, clock),
      transformer: ({ userId, rules, clock }, dataset) =>
        new GoogleHeartRateSummaryTransformer(dataset, userId, rules, clock),
      loader: DailyLoader,
    }),
  ].map((pipeline) => [pipeline.dataset.key, pipeline]),
);
