import { Button } from '@mantine/core';
import { IconCalendarDown, IconPlayerPause, IconPlayerPlay, IconPlayerTrackNext } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Dialog } from '../forms/dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormProblem } from '../forms/form-problem.tsx';
import { pauseJob, resumeJob, startJob, type Job } from './job-queries.ts';
import styles from './jobs.module.css';
import { canBackfill, parameterFields } from './parameter-fields.ts';
import { randomKey, StartForm } from './start-form.tsx';
import { useJobAction } from './use-job-action.ts';

/** What can be done to a job: run it now, with parameters where it knows some, and pause its schedule. */
export function JobButtons({ job }: { readonly job: Job }) {
  const navigate = useNavigate();
  const [isAsking, setIsAsking] = useState(false);
  const start = useJobAction(
    () => startJob(job.name, {}, randomKey()),
    ({ run_id }) => void navigate(`/job-runs/${run_id}`),
  );
  const isPaused = job.paused_at !== null;
  const steer = useJobAction(() => (isPaused ? resumeJob(job.name) : pauseJob(job.name)));
  const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;
  const close = () => {
    setIsAsking(false);
  };
  const asksWith = canBackfill(job) ? 'Backfill' : 'Run with…';
  return (
    <div>
      <div className={styles.buttons}>
        {job.schedule !== null && (
          <Button
            variant="default"
            loading={steer.isPending}
            leftSection={isPaused ? <IconPlayerTrackNext {...icon} /> : <IconPlayerPause {...icon} />}
            onClick={() => {
              steer.mutate();
            }}
          >
            {isPaused ? 'Resume the schedule' : 'Pause the schedule'}
          </Button>
        )}
        {parameterFields(job).length > 0 && (
          <Button
            variant="default"
            leftSection={<IconCalendarDown {...icon} />}
            onClick={() => {
              setIsAsking(true);
            }}
          >
            {asksWith}
          </Button>
        )}
        <Button
          leftSection={<IconPlayerPlay {...icon} />}
          loading={start.isPending}
          onClick={() => {
            start.mutate();
          }}
        >
          Run now
        </Button>
      </div>
      <FormProblem>{fieldProblems(start.error ?? steer.error, []).rest}</FormProblem>
      <Dialog title={`${asksWith.replace('…', '')} ${job.name}`} isOpen={isAsking} onClose={close}>
        <StartForm job={job} onCancel={close} />
      </Dialog>
    </div>
  );
}
