import type { RequestObservation } from './google-health/client.ts';
import type { RunReport } from './ledger/runs.ts';
import type { LoadOutcome } from './loaders/load-batch.ts';

/** What somebody outside may want to know while pipelines run: metrics, a progress bar. */
export interface Observer {
  readonly onRequest?: (observation: RequestObservation) => void;
  readonly onBatch?: (dataset: string, outcome: LoadOutcome) => void;
  readonly onRefresh?: (dataset: string, seconds: number) => void;
  readonly onRun?: (report: RunReport) => void;
}
