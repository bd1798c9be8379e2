import { Button, SegmentedControl, Stack } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { Dialog } from '../../forms/dialog.tsx';
import { PatientForm } from '../../patients/patient-form.tsx';
import { historyQuery, type Patient } from '../../patients/patient-queries.ts';
import { DayRangePicker } from '../../range/day-range-picker.tsx';
import { useChartZoom } from '../../range/use-chart-zoom.ts';
import { useDayRange } from '../../range/use-day-range.ts';
import { dayOf, rangeOfDays } from '../../time/civil-day.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { useTimeZone } from '../../users/use-time-zone.ts';
import page from '../page.module.css';
import { BiometricChart } from './biometric-chart.tsx';
import { HoursTable } from './hours-table.tsx';
import { PatientFacts } from './patient-facts.tsx';
import styles from './patient.module.css';
import { PatientsLink } from './patients-link.tsx';
import { ReadingForm } from './reading-form.tsx';
import { ReadingsTable } from './readings-table.tsx';
import { TrendChips } from './trend-chips.tsx';
import { useBiometrics } from './use-biometrics.ts';
import { usePatientView, type PatientView as View } from './use-patient-view.ts';

const VIEWS: { value: View; label: string }[] = [
  { value: 'auto', label: 'What fits' },
  { value: 'readings', label: 'Readings' },
  { value: 'hours', label: 'By the hour' },
];

const NOTHING: TimeRange = { start: 0, end: 1 };

export function PatientView({ patient }: { readonly patient: Patient }) {
  const id = String(patient.id);
  const { timeZone } = useTimeZone();
  const state = usePatientView();
  const { view } = state;
  const historyOfPatient = useQuery(historyQuery(id));
  const { data: history } = historyOfPatient;
  const range = useDayRange(
    history ? { first: dayOf(history.start, timeZone), last: dayOf(history.end, timeZone) } : undefined,
    '30d',
  );
  const whole = useMemo(
    () => (range.days ? rangeOfDays(range.days.first, range.days.last, timeZone) : undefined),
    [range.days, timeZone],
  );
  const zoom = useChartZoom(whole ?? NOTHING);
  const all = [
    useBiometrics(id, 'glucose', view, whole),
    useBiometrics(id, 'weight', view, whole),
    useBiometrics(id, 'blood_pressure', view, whole),
  ];
  const [asked, setAsked] = useState<'reading' | 'patient'>();
  const close = () => {
    setAsked(undefined);
  };
  return (
    <Stack gap="md">
      <PatientsLink />
      <div className={styles.head}>
        <h1 className={page.title}>{patient.name}</h1>
        <div className={styles.actions}>
          <Button
            variant="default"
            leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
            onClick={() => {
              setAsked('patient');
            }}
          >
            Change
          </Button>
          <Button
            leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
            onClick={() => {
              setAsked('reading');
            }}
          >
            Enter a reading
          </Button>
        </div>
      </div>
      <UnreadableLink parts={[...state.unreadable, ...range.unreadable, ...zoom.unreadable]} />
      <PatientFacts patient={patient} />
      <QueryFailure query={historyOfPatient} />
      {history === null ? (
        <Notice
          tone="neutral"
          title="No readings yet"
          action={{
            label: 'Enter a reading',
            onClick: () => {
              setAsked('reading');
            },
          }}
        >
          Enter the first one, or import a file that names {patient.email}.
        </Notice>
      ) : (
        <>
          <TrendChips patientId={id} timeZone={timeZone} />
          <div className={page.controls}>
            <SegmentedControl
              aria-label="What is shown"
              size="xs"
              data={VIEWS}
              value={view}
              onChange={(value) => {
                state.setView(value);
              }}
            />
            {range.days && (
              <DayRangePicker selection={range.selection} days={range.days} onSelect={range.select} />
            )}
          </div>
          {all.map((biometrics) => (
            <BiometricChart key={biometrics.type} biometrics={biometrics} zoom={zoom} timeZone={timeZone} />
          ))}
          {all.every(({ total }) => total === 0) && (
            <Notice tone="neutral" title="No readings in these days">
              Choose other days above: there are readings of other days.
            </Notice>
          )}
          {view === 'hours' ? (
            <HoursTable patientId={id} state={state} timeZone={timeZone} />
          ) : (
            <ReadingsTable patientId={id} state={state} timeZone={timeZone} />
          )}
        </>
      )}
      <Dialog title="Enter a reading" isOpen={asked === 'reading'} onClose={close}>
        <ReadingForm patientId={patient.id} timeZone={timeZone} onSaved={close} onCancel={close} />
      </Dialog>
      <Dialog title={`Change ${patient.name}`} isOpen={asked === 'patient'} onClose={close}>
        <PatientForm patient={patient} onSaved={close} onCancel={close} />
      </Dialog>
    </Stack>
  );
}
