import { heartRateIntraday, heartRateSummary } from '@systole/catalog';
import { FitabaseHeartRateExtractor } from '../extractors/fitabase-heart-rate-extractor.ts';
import { FitbitWebApiExtractor } from '../extractors/fitbit-web-api-extractor.ts';
import { DailyLoader } from '../loaders/daily-loader.ts';
import { SeriesLoader } from '../loaders/series-loader.ts';
import { FitabaseHeartRateTransformer } from '../transformers/fitabase-heart-rate-transformer.ts';
import { FitbitHeartRateSummaryTransformer } from '../transformers/fitbit-heart-rate-summary-transformer.ts';
import { FitbitHeartRateTransformer } from '../transformers/fitbit-heart-rate-transformer.ts';
import { biometricSource, patientSource } from './clinical-sources.ts';
import type { ImportFormat } from './import-source.ts';
import { SeriesSource } from './series-source.ts';

/** Format key → how its files are read. A further format is a further entry. */
export const importFormats: ReadonlyMap<string, ImportFormat> = new Map(
  (
    [
      {
        key: 'fitabase-heart-rate',
        description: 'Fitabase heartrate_seconds CSV (Id,Time,Value), plain or gzip, of one or many people',
        users: 'named',
        sources: [
          new SeriesSource({
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
        users: 'given',
        sources: [
          new SeriesSource({
            dataset: heartRateIntraday,
            extractor: (file) => new FitbitWebApiExtractor(file),
            transformer: ({ userId, clock }, dataset, rules) =>
              new FitbitHeartRateTransformer(dataset, userId, clock, rules),
            loader: SeriesLoader,
          }),
          new SeriesSource({
            dataset: heartRateSummary,
            extractor: (file) => new FitbitWebApiExtractor(file),
            transformer: ({ userId }, dataset, rules) =>
              new FitbitHeartRateSummaryTransformer(dataset, userId, rules),
            loader: DailyLoader,
          }),
        ],
      },
      {
        key: 'patients',
        description: 'patients.json: an array of {name, dob, gender, address, email, phone, sex}',
        users: 'none',
        sources: [patientSource],
      },
      {
        key: 'biometrics',
        description: 'readings of patients as CSV (patient_email,biometric_type,value,unit,timestamp)',
        users: 'none',
        sources: [biometricSource],
      },
    ] satisfies ImportFormat[]
  ).map((format) => [format.key, format]),
);
