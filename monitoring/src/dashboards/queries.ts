import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';

/** As grafana/provisioning/datasources names them. */
export const PROMETHEUS: DataSourceRef = { type: 'prometheus', uid: 'systole-prometheus' };
export const TIMESCALEDB: DataSourceRef = {
  type: 'grafana-postgresql-datasource',
  uid: 'systole-timescaledb',
};

export type Query = Builder<Dataquery>;

/** A range of values over time. @param legend with labels as `{{ job }}` */
export function promql(expr: string, legend: string): Query {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).legendFormat(legend).range();
}

/** The values at the end of the range. */
export function promqlNow(expr: string, legend: string): Query {
  return new DataqueryBuilder().datasource(PROMETHEUS).expr(expr).legendFormat(legend).instant();
}

/** The SDK has no type for queries of PostgreSQL. */
interface SqlQuery extends Dataquery {
  readonly datasource: DataSourceRef;
  readonly editorMode: 'code';
  readonly format: 'time_series' | 'table';
  readonly rawQuery: true;
  readonly rawSql: string;
}

/** @param rawSql gives the columns `time` and `value`, and `metric` where there are several series */
export function sqlOverTime(rawSql: string): Query {
  return sql('time_series', rawSql);
}

export function sqlTable(rawSql: string): Query {
  return sql('table', rawSql);
}

function sql(format: SqlQuery['format'], rawSql: string): Query {
  const query: SqlQuery = {
    datasource: TIMESCALEDB,
    editorMode: 'code',
    format,
    rawQuery: true,
    rawSql: rawSql.trim(),
    _implementsDataqueryVariant: () => undefined,
  };
  return { build: () => query };
}
