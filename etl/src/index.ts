export { AccessTokens, type Credentials } from './google-health/access-tokens.ts';
export { GoogleHealthClient, type RequestObservation } from './google-health/client.ts';
export { SourceFileError } from './extractors/source-file.ts';
export {
  importFile,
  type ImportPhase,
  type ImportReport,
  type ImportSettings,
} from './import/import-file.ts';
export { importFormats, type ImportFormat } from './import/import-formats.ts';
export { ingestUser, type IngestSettings } from './ingest.ts';
export {
  checkIngestVariables,
  ingestSettings,
  ingestVariables,
  startDateOf,
  usersOf,
  type IngestConfiguration,
} from './ingest-configuration.ts';
export type { RunReport, RunStatus, RunTrigger } from './ledger/runs.ts';
export type { LoadOutcome, LoadPath } from './loaders/load-batch.ts';
export type { Observer } from './observer.ts';
export type { PipelineContext } from './pipeline.ts';
export { pipelines } from './pipelines.ts';
export { LocalClock } from './time/local-clock.ts';
