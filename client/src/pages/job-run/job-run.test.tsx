// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { describe, expect, it } from 'vitest';
import { show } from '../../../test/render.tsx';
import { jobRunQuery, type JobRunDetail } from '../../jobs/job-queries.ts';
import JobRunPage from './index.tsx';

function open(ended: Pick<JobRunDetail, 'status' | 'error'>) {
  const run = {
    run_id: 8,
    job: 'etl_job',
    kind: 'etl_job',
    trigger: 'api',
    requested_by: null,
    caused_by: null,
    parameters: {},
    attempt: 1,
    requested_at: '2026-06-01T08:00:00.000Z',
    run_at: '2026-06-01T08:00:00.000Z',
    started_at: '2026-06-01T08:00:01.000Z',
    finished_at: '2026-06-01T08:00:12.000Z',
    cancel_requested_at: null,
    worker: 'one',
    rows_inserted: 0,
    rows_updated: 0,
    rows_unchanged: 0,
    rows_rejected: 0,
    logs: [],
    led_to: [],
    pipeline_runs: [],
    quality: null,
    ...ended,
  };
  show(
    <Routes>
      <Route path="/job-runs/:runId" element={<JobRunPage />} />
    </Routes>,
    { at: '/job-runs/8', answers: [[jobRunQuery('8').queryKey, run]] },
  );
  screen.getByRole('heading', { name: 'Run 8 of etl_job' });
}

describe('a run that did not come to its end', () => {
  it('says why it failed', () => {
    open({ status: 'failed', error: 'the disk is full' });
    expect(screen.getByRole('alert').textContent).toBe('What went wrongthe disk is full');
  });

  it('has nothing that went wrong where somebody cancelled it', () => {
    open({ status: 'cancelled', error: 'cancelled' });
    expect(screen.queryByText('What went wrong')).toBeNull();
    screen.getByText('Cancelled');
  });
});
