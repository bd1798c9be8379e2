import { patientsKey } from '@systole/catalog';
import { biometrics, loadAwaitedReadings, refreshHourlySummary } from '../biometrics.ts';
import { BiometricsCsvExtractor } from '../extractors/biometrics-csv-extractor.ts';
import { PatientsJsonExtractor } from '../extractors/patients-json-extractor.ts';
import { BiometricLoader } from '../loaders/biometric-loader.ts';
import { PatientLoader } from '../loaders/patient-loader.ts';
import { BiometricTransformer } from '../transformers/biometric-transformer.ts';
import { PatientTransformer } from '../transformers/patient-transformer.ts';
import { RecordSource } from './record-source.ts';

export const patientSource = new RecordSource({
  dataset: { key: patientsKey },
  invalidRowsAs: 'json',
  extractor: (file) => new PatientsJsonExtractor(file),
  transformer: ({ now }) => new PatientTransformer(now),
  loader: (dataset, settings) => new PatientLoader(dataset, settings),
  summarise: async (context) => {
    await loadAwaitedReadings(context, 'import');
  },
});

export const biometricSource = new RecordSource({
  dataset: biometrics,
  invalidRowsAs: 'csv',
  extractor: (file) => new BiometricsCsvExtractor(file),
  transformer: ({ clock, acceptedRanges, now }) => new BiometricTransformer(clock, acceptedRanges, now),
  loader: (dataset, settings) => new BiometricLoader(dataset, settings),
  summarise: async (context) => {
    await refreshHourlySummary(context);
    // A patient may have come after this run had looked for them, and before it had put their readings aside.
    await loadAwaitedReadings(context, 'import');
  },
});
