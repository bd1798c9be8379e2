import { Link } from 'react-router';
import { Breakable } from '../../components/breakable.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import type { QualityOverview } from '../../quality/quality-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { useSharedSearch } from '../../users/shared-search.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';

/** Of which files all this is, and whether their gates let them through. */
export function SourceQuality({ sources }: { readonly sources: QualityOverview['data'] }) {
  const { timeZone } = useTimeZone();
  const search = useSharedSearch();
  return (
    <Panel title="Of these files">
      <Facts
        facts={sources.map(({ dataset, last_run: run }) => ({
          term: dataset.charAt(0).toUpperCase() + dataset.slice(1),
          value: run ? (
            <Link to={{ pathname: `/runs/${run.run_id}/quality`, search }}>
              <Breakable>{run.source_name}</Breakable>
            </Link>
          ) : (
            'none yet'
          ),
          note: run && (
            <>
              <StatusLabel tone={run.failed_critical > 0 ? 'bad' : run.failed_warnings > 0 ? 'warn' : 'good'}>
                {run.failed_critical > 0 ? 'Kept back' : 'Let through'}
              </StatusLabel>
              , {run.checks - run.failed_critical - run.failed_warnings} of {run.checks} checks passed,{' '}
              {formatDateTime(Date.parse(run.started_at), timeZone)}
            </>
          ),
        }))}
      />
    </Panel>
  );
}
