import { PanelBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { buildDashboard } from './dashboard.ts';
import { WIDTH } from './panels.ts';

/** The runbook where alerts are looked at, so that links to it work wherever Grafana runs. */
export function runbookDashboard(markdown: string) {
  return buildDashboard({
    name: 'runbook',
    title: 'Runbook',
    description: 'What each alert means, and what to do first.',
    from: 'now-6h',
    rows: {
      Alerts: [
        new PanelBuilder()
          .title('')
          .transparent(true)
          .span(WIDTH.full)
          .height(90)
          .mode(TextMode.Markdown)
          .content(markdown.replace(/^# Runbook\n+/, '')),
      ],
    },
  });
}
