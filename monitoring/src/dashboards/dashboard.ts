/* eslint-disable @typescript-eslint/no-deprecated -- its successor, version 2, cannot be provisioned from files yet */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  RowBuilder,
  type Dashboard,
  type Panel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

export interface DashboardDeclaration {
  /** Name of its file, and the end of its address. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What is shown at first, as Grafana writes it: `now-6h`. */
  readonly from: string;
  readonly variables?: readonly Builder<VariableModel>[];
  /** Titles of rows, each with its panels. */
  readonly rows: Readonly<Record<string, readonly Builder<Panel>[]>>;
}

/** Builds a dashboard in the way all of Systole's look: linked with one another, refreshed every half minute. */
export function buildDashboard(declaration: DashboardDeclaration): Dashboard {
  const { name, title, description, from, variables = [], rows } = declaration;
  const builder = new DashboardBuilder(title)
    .uid(`systole-${name}`)
    .description(description)
    .tags(['systole'])
    .timezone('browser')
    .refresh('30s')
    .time({ from, to: 'now' })
    .tooltip(DashboardCursorSync.Crosshair)
    .variables([...variables])
    .link(
      new DashboardLinkBuilder('Systole')
        .type(DashboardLinkType.Dashboards)
        .tags(['systole'])
        .asDropdown(false)
        .keepTime(true),
    );
  for (const [rowTitle, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(rowTitle));
    for (const panel of panels) builder.withPanel(panel);
  }
  const dashboard = builder.build();
  // By place, so that links to a panel stay while nothing is put before it.
  dashboard.panels?.forEach((panel, index) => (panel.id = index + 1));
  // The SDK can only put a link into a menu; it stands open where nothing is said.
  const links = [dashboard, ...(dashboard.panels ?? [])].flatMap((part) =>
    'links' in part ? (part.links ?? []) : [],
  );
  for (const link of links) delete link.placement;
  return dashboard;
}
