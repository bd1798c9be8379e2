import { Code, Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Notice } from '../../components/notice.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { qualityOverviewQuery } from '../../quality/quality-queries.ts';
import { UploadPanel } from '../../uploads/upload-panel.tsx';
import { TABLE_FILES, uploadTable } from '../../uploads/uploads.ts';
import page from '../page.module.css';
import { ReportPanel } from './report-panel.tsx';
import { reportsQuery } from './report-queries.ts';
import { SourceQuality } from './source-quality.tsx';

const uploadDoctors = uploadTable('doctors');
const uploadAppointments = uploadTable('appointments');

/** What the appointments of a clinic come to, question by question, and how good the files were. */
export default function AppointmentsPage() {
  const reports = useQuery(reportsQuery);
  const quality = useQuery(qualityOverviewQuery);
  const sources = quality.data?.data.filter(({ dataset }) => ['doctors', 'appointments'].includes(dataset));
  const isEmpty = sources?.some(({ dataset, last_run }) => dataset === 'appointments' && last_run === null);
  return (
    <Stack gap="md">
      <h1 className={page.title}>Appointments</h1>
      <QueryFailure query={reports} />
      {reports.isPending && <Skeleton h={480} radius="lg" />}
      {isEmpty ? (
        <Notice tone="neutral" title="No appointments yet">
          <p>
            Upload both files below, doctors first, or bring them with{' '}
            <Code>npx systole import doctors doctors.xlsx</Code>, then{' '}
            <Code>npx systole import appointments appointments.xlsx</Code>.
          </p>
        </Notice>
      ) : (
        <>
          {sources && <SourceQuality sources={sources} />}
          {reports.data?.data.map((report) => (
            <ReportPanel key={report.name} report={report} />
          ))}
        </>
      )}
      <UploadPanel
        title="Upload doctors"
        hint="Drop an Excel or CSV file of all doctors here: doctor_id, name, specialty. It replaces those there are."
        accept={TABLE_FILES}
        upload={uploadDoctors}
      />
      <UploadPanel
        title="Upload appointments"
        hint="Drop an Excel or CSV file of all appointments here: booking_id, patient_id, doctor_id, booking_date, status. It replaces those there are."
        accept={TABLE_FILES}
        upload={uploadAppointments}
      />
    </Stack>
  );
}
