import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphGradientMode,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
  GraphThresholdsStyleConfigBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Query } from './queries.ts';
import { runbookPath } from './runbook-entries.ts';

/** Of 24 columns. */
export const WIDTH = { sixth: 4, quarter: 6, third: 8, half: 12, full: 24 } as const;

export interface PanelDeclaration {
  readonly title: string;
  /** What it shows and what is normal, for somebody who sees it for the first time. */
  readonly description: string;
  /** Unit id of Grafana: `s`, `bytes`, `percentunit`, `reqps`, `short`. */
  readonly unit: string;
  readonly width: number;
  readonly queries: readonly Query[];
  /** Where a value begins to be of concern, and where it is bad. */
  readonly warnAt?: number;
  readonly badAt?: number;
  /** The alert that watches the same; its entry in the runbook is linked. */
  readonly alert?: string;
  readonly max?: number;
  readonly decimals?: number;
}

export interface CurvesDeclaration extends PanelDeclaration {
  /** Values of all series on top of one another. */
  readonly isStacked?: boolean;
  readonly isBars?: boolean;
  readonly height?: number;
  /** For values far from zero, such as a heart rate. */
  readonly startsAnywhere?: boolean;
}

/** Values over time. */
export function curves(declaration: CurvesDeclaration): timeseries.PanelBuilder {
  const { isStacked = false, isBars = false, height = 8, startsAnywhere = false } = declaration;
  const panel = new timeseries.PanelBuilder()
    .height(height)
    .drawStyle(isBars ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineWidth(isBars ? 0 : 2)
    .fillOpacity(isBars ? 70 : isStacked ? 25 : 8)
    .gradientMode(GraphGradientMode.Opacity)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (isStacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (!startsAnywhere) panel.min(0);
  if (declaration.warnAt !== undefined || declaration.badAt !== undefined) {
    panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return describe(panel, declaration);
}

/** One large number for each series, coloured by its thresholds. */
export function numbers(declaration: PanelDeclaration & { readonly isText?: boolean }): stat.PanelBuilder {
  const panel = new stat.PanelBuilder()
    .height(4)
    .colorMode(declaration.isText ? BigValueColorMode.None : BigValueColorMode.Value)
    .textMode(declaration.isText ? BigValueTextMode.Name : BigValueTextMode.Auto)
    .graphMode(declaration.isText ? BigValueGraphMode.None : BigValueGraphMode.Area)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false))
    .noValue('–');
  return describe(panel, declaration);
}

export interface RowsDeclaration extends Omit<PanelDeclaration, 'unit'> {
  readonly height?: number;
  /** Units of columns by name; numbers in others are shown as they are, ids among them. */
  readonly units?: Readonly<Record<string, string>>;
}

/** Rows of a query, newest or worst first as the query orders them. */
export function rows(declaration: RowsDeclaration): table.PanelBuilder {
  const { height = 8, units = {} } = declaration;
  const panel = new table.PanelBuilder().height(height).showHeader(true).filterable(true);
  for (const [column, unit] of Object.entries(units)) {
    panel.overrideByName(column, [{ id: 'unit', value: unit }]);
  }
  return describe(panel, { ...declaration, unit: 'none' });
}

type AnyPanel = timeseries.PanelBuilder | stat.PanelBuilder | table.PanelBuilder;

/** Grafana refers to the queries of a panel by letters. */
function lettered(query: Query, index: number): Query {
  return { build: () => ({ ...query.build(), refId: String.fromCharCode('A'.charCodeAt(0) + index) }) };
}

function describe<Panel extends AnyPanel>(panel: Panel, declaration: PanelDeclaration): Panel {
  const { title, description, unit, width, queries, warnAt, badAt, alert, max, decimals } = declaration;
  panel.title(title).description(description).unit(unit).span(width).targets(queries.map(lettered));
  const steps = [
    { value: null, color: 'green' },
    ...(warnAt === undefined ? [] : [{ value: warnAt, color: 'orange' }]),
    ...(badAt === undefined ? [] : [{ value: badAt, color: 'red' }]),
  ];
  panel.thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps));
  panel.links([
    new DashboardLinkBuilder(alert === undefined ? 'Runbook' : `Runbook: ${alert}`)
      .type(DashboardLinkType.Link)
      .url(runbookPath(alert))
      .targetBlank(true),
  ]);
  if (max !== undefined) panel.max(max);
  if (decimals !== undefined) panel.decimals(decimals);
  return panel;
}
