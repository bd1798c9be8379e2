export { AccessTokens, type Credentials } from './google-health/access-tokens.ts';
export { GoogleHealthClient, type RequestObservation } from './google-health/client.ts';
export { biometrics, loadAwaitedReadings, refreshHourlySummary } from './biometrics.ts';
export { loadClinicFiles, type ClinicFileSettings } from './clinic-files.ts';
export { SourceFileError } from './extractors/source-file.ts';
export { importFile, type ImportReport } from './import/import-file.ts';
export { importFormats } from './import/import-formats.ts';
export type { ImportFormat, ImportPhase, ImportSettings } from './import/import-source.ts';
export { ingestUser, type IngestSettings } from './ingest.ts';
export {
  checkIngestVariables,
  ingestSettings,
  ingestVariables,
  startDateOf,
  usersOf,
  type IngestConfiguration,
} from './ingest-configuration.ts';
export { readProfile, saveProfile } from './kpis/store-kpis.ts';
export { STANDARD_PROFILE, type DailyKpis, type DailyMetrics, type Profile } from './kpis/daily-kpis.ts';
export { checkTable, type TableCheck } from './layers/check-table.ts';
export { importTable, type ImportedTable, type TableDelivery } from './layers/import-table.ts';
export { RawStore } from './layers/raw-store.ts';
export { rebuildTable } from './layers/rebuild-table.ts';
export { retryRejects, type RetryReport } from './layers/retry-rejects.ts';
export type { TableReport } from './layers/table-run.ts';
export type { RunReport, RunStatus, RunTrigger } from './ledger/runs.ts';
export type { LoadOutcome, LoadPath } from './loaders/load-batch.ts';
export type { Observer } from './observer.ts';
export type { PipelineContext } from './pipeline.ts';
export { pipelines } from './pipelines.ts';
export type { CheckResult } from './quality/checks.ts';
export type { Reject } from './quality/reject.ts';
export type { QualityReport } from './quality/quality-report.ts';
export { bookingVariables } from './tables/booking-variables.ts';
export type { TableDataset } from './tables/table-dataset.ts';
export {
  appointmentReports,
  reportArguments,
  runReport,
  type Report,
  type ReportAnswer,
  type ReportArguments,
  type ReportColumn,
} from './reports/appointment-reports.ts';
export { tableDatasets } from './tables/table-datasets.ts';
export { LocalClock } from './time/local-clock.ts';
export { repairRollups } from './repair-rollups.ts';
export { acceptedRanges, acceptedRangeVariables } from './quality/accepted-ranges.ts';
export {
  judgeReading,
  standardAcceptedRanges,
  type AcceptedRanges,
  type GivenReading,
  type JudgedReading,
} from './quality/biometric-rules.ts';
export { isBreach, type FieldBreach } from './quality/field-breach.ts';
export { judgePatient, type Patient } from './quality/patient-rules.ts';
export { writeSimulatedReadings, type SimulationSettings } from './simulated-readings.ts';
export { analyseTrends, type TrendSettings } from './trends/analyse-trends.ts';
