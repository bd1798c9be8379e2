import { PanelBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { buildDashboard } from './dashboard.ts';
import { WIDTH } from './panels.ts';
import { runbookEntries } from './runbook-entries.ts';

/** The runbook where alerts are looked at, an entry a panel, so that links to it work wherever Grafana runs. */
export const runbookDashboard = buildDashboard({
  name: 'runbook',
  title: 'Runbook',
  description: 'What each alert means, and what to do first.',
  from: 'now-6h',
  rows: {
    Alerts: runbookEntries.map(({ alert, text }) =>
      new PanelBuilder().title(alert).span(WIDTH.half).height(7).mode(TextMode.Markdown).content(text),
    ),
  },
});
