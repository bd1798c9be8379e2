import { heartRateIntraday, heartRateSummary, type Dataset } from '@systole/catalog';
import type { BaseExtractor } from '../extractors/base-extractor.ts';
import { FitabaseHeartRateExtractor } from '../extractors/fitabase-heart-rate-extractor.ts';
import { FitbitWebApiExtractor } from '../extractors/fitbit-web-api-extractor.ts';
import type { SourceFile } from '../extractors/source-file.ts';
import type { BaseLoader, LoaderSettings } from '../loaders/base-loader.ts';
import { DailyLoader } from '../loaders/daily-loader.ts';
import { SeriesLoader } from '../loaders/series-loader.ts';
import { ReadingRules } from '../quality/reading-rules.ts';
import type { LocalClock } from '../time/local-clock.ts';
import type { BaseTransformer, Transformed } from '../transformers/base-transformer.ts';
import { FitabaseHeartRateTransformer } from '../transformers/fitabase-heart-rate-transformer.ts';
import { FitbitHeartRateSummaryTransformer } from '../transformers/fitbit-heart-rate-summary-transformer.ts';
import { FitbitHeartRateTransformer } from '../transformers/fitbit-heart-rate-transformer.ts';

/** What a file is read with. */
export interface ImportParts {
  /** Whose readings they are, where the file does not say. */
  readonly userId: string;
  readonly clock: LocalClock;
  readonly now: Date;
}

/** How one dataset comes out of a file of some format. */
export interface ImportSource {
  readonly dataset: Dataset;
  readonly read: (file: SourceFile, parts: ImportParts) => AsyncIterable<Transformed>;
  readonly createLoader: (settings: LoaderSettings) => BaseLoader;
}

export interface ImportFormat {
  readonly key: string;
  readonly description: string;
  /** Whether the file itself says whose readings it holds. */
  readonly namesUsers: boolean;
  readonly sources: readonly ImportSource[];
}

interface ImportSourceDefinition<Raw> {
  readonly dataset: Dataset;
  readonly extractor: (file: SourceFile) => BaseExtractor<Raw>;
  readonly transformer: (parts: ImportParts, dataset: Dataset, rules: ReadingRules) => BaseTransformer<Raw>;
  readonly loader: new (dataset: Dataset, settings: LoaderSettings) => BaseLoader;
}

/** A file has no window: all of it is wanted. */
const EVERYTHING = { start: -Infinity, end: Infinity };

function defineSource<Raw>(definition: ImportSourceDefinition<Raw>): ImportSource {
  const { dataset, extractor, transformer, loader: Loader } = definition;
  return {
    dataset,
    read: async function* read(file, parts) {
      const transform = transformer(parts, dataset, new ReadingRules(dataset, parts.now));
      for await (const batch of extractor(file).extract(EVERYTHING)) yield transform.transform(batch);
    },
    createLoader: (settings) => new Loader(dataset, settings),
  };
}

/** Format key → how its files are read. A further format is a further entry. */
export const importFormats: ReadonlyMap<string, ImportFormat> = new Map(
  [
    {
      key: 'fitabase-heart-rate',
      description: 'Fitabase heartrate_seconds CSV (Id,Time,Value), plain or gzip, of one or many people',
      namesUsers: true,
      sources: [
        defineSource({
          dataset: heartRateIntraday,
          extractor: (file) => new FitabaseHeartRateExtractor(file),
          transformer: ({ clock }, _dataset, rules) => new FitabaseHeartRateTransformer(clock, rules),
          loader: SeriesLoader,
        }),
      ],
    },
    {
      key: 'fitbit-web-api',
      description: 'saved heart-rate answers of the legacy Fitbit Web API (JSON), of one person',
      namesUsers: false,
      sources: [
        defineSource({
          dataset: heartRateIntraday,
          extractor: (file) => new FitbitWebApiExtractor(file),
          transformer: ({ userId, clock }, dataset, rules) =>
            new FitbitHeartRateTransformer(dataset, userId, clock, rules),
          loader: SeriesLoader,
        }),
        defineSource({
          dataset: heartRateSummary,
          extractor: (file) => new FitbitWebApiExtractor(file),
          transformer: ({ userId }, dataset, rules) =>
            new FitbitHeartRateSummaryTransformer(dataset, userId, rules),
          loader: DailyLoader,
        }),
      ],
    },
  ].map((format) => [format.key, format]),
);
