import { appointments } from './appointments.ts';
import { dailyMetrics } from './daily-metrics.ts';
import { doctors } from './doctors.ts';
import { patientVisits } from './patient-visits.ts';
import type { TableDataset } from './table-dataset.ts';

/** Key → dataset that comes as a table in a file. A further one is a further line. */
export const tableDatasets: ReadonlyMap<string, TableDataset> = new Map(
  [patientVisits, dailyMetrics, doctors, appointments].map((dataset) => [dataset.key, dataset]),
);
