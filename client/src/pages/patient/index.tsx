import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { PageSkeleton } from '../../app/page-skeleton.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { patientQuery } from '../../patients/patient-queries.ts';
import { PatientView } from './patient-view.tsx';
import { PatientsLink } from './patients-link.tsx';

/** One patient: who it is, what was measured, where it goes. */
export default function PatientPage() {
  const { patientId = '' } = useParams();
  const query = useQuery(patientQuery(patientId));
  if (query.data) return <PatientView key={patientId} patient={query.data} />;
  if (query.isPending) return <PageSkeleton />;
  return (
    <Stack gap="md">
      <PatientsLink />
      <QueryFailure query={query} />
    </Stack>
  );
}
