import { expect } from 'vitest';
import type { ImportedTable } from '../src/layers/import-table.ts';
import { patientVisits } from '../src/tables/patient-visits.ts';
import { TableDeliveries, type StoredRow } from './table-deliveries.ts';

export const HEADER = 'patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated\n';

/** A line of a file of visits. */
export const visit = (
  id: string,
  changes: Partial<Record<'day' | 'patient' | 'cost' | 'changed', string>> = {},
) =>
  `${changes.patient ?? 'p1'},${id},${changes.day ?? '2025-12-01'},A10,pr1,${changes.cost ?? '10'},${changes.changed ?? '2025-12-01T10:00:00Z'}\n`;

/** Deliveries of visits, and what came of them. */
export class VisitDeliveries extends TableDeliveries {
  constructor() {
    super(['fact_visits', 'daily_visit_metrics']);
  }

  deliverVisits(content: string): Promise<ImportedTable> {
    return this.deliver(patientVisits, content, { sourceName: 'visits.csv' });
  }

  visits(): Promise<StoredRow[]> {
    return this.rows('SELECT * FROM fact_visits ORDER BY visit_id');
  }

  metrics(): Promise<StoredRow[]> {
    return this.rows(
      `SELECT visit_date::text, visits, distinct_patients, distinct_providers, total_cost::float, average_cost::float,
              median_cost::float, visits_without_cost
         FROM daily_visit_metrics ORDER BY visit_date`,
    );
  }

  /** The same from the visits, by other means. */
  async metricsByHand(): Promise<StoredRow[]> {
    const byDay = Map.groupBy(await this.visits(), (row) => Number(row['visit_date']));
    const days = [...byDay].sort(([a], [b]) => a - b);
    return days.map(([day, rows]) => {
      const costs = rows
        .flatMap(({ visit_cost }) => (visit_cost === null ? [] : Number(visit_cost)))
        .sort((a, b) => a - b);
      const total = costs.reduce((sum, cost) => sum + cost, 0);
      const [below = 0, above = 0] = [
        costs[Math.floor((costs.length - 1) / 2)],
        costs[Math.ceil((costs.length - 1) / 2)],
      ];
      return {
        visit_date: localDay(new Date(day)),
        visits: rows.length,
        distinct_patients: new Set(rows.map(({ patient_id }) => patient_id)).size,
        distinct_providers: new Set(rows.map(({ provider_id }) => provider_id)).size,
        total_cost: costs.length === 0 ? null : total,
        average_cost: costs.length === 0 ? null : (expect.closeTo(total / costs.length, 3) as number),
        median_cost: costs.length === 0 ? null : (below + above) / 2,
        visits_without_cost: rows.length - costs.length,
      };
    });
  }
}

/** pg reads a date as midnight of this machine's zone. */
function localDay(date: Date): string {
  return new Date(+date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
