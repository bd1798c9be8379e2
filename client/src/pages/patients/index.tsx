import { Button, Code, Skeleton, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Notice } from '../../components/notice.tsx';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { UnreadableLink } from '../../components/unreadable-link.tsx';
import { Dialog } from '../../forms/dialog.tsx';
import { PatientForm } from '../../patients/patient-form.tsx';
import { patientsQuery } from '../../patients/patient-queries.ts';
import page from '../page.module.css';
import { PatientTable } from './patient-table.tsx';
import styles from './patients.module.css';
import { SearchField } from './search-field.tsx';
import { usePatientFilter } from './use-patient-filter.ts';

/** Everybody whom a clinic measures, and the way to each. */
export default function PatientsPage() {
  const { search, number, unreadable, setSearch, goTo } = usePatientFilter();
  const query = useQuery(patientsQuery(search, number));
  const { data, isPending, isPlaceholderData } = query;
  const [isAdding, setIsAdding] = useState(false);
  const navigate = useNavigate();
  return (
    <Stack gap="md">
      <div className={styles.head}>
        <h1 className={page.title}>Patients</h1>
        <Button
          leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => {
            setIsAdding(true);
          }}
        >
          Add a patient
        </Button>
      </div>
      <UnreadableLink parts={unreadable} />
      <SearchField search={search} onSearch={setSearch} />
      <QueryFailure query={query} />
      {isPending && <Skeleton h={480} radius="lg" />}
      {data?.data.length === 0 && (
        <Notice
          tone="neutral"
          title={
            data.total > 0 ? 'There is no such page' : search === '' ? 'No patients yet' : 'Nobody is found'
          }
          action={
            search !== '' || number > 1
              ? {
                  label: 'Show all patients',
                  onClick: () => {
                    setSearch('');
                  },
                }
              : undefined
          }
        >
          {data.total > 0 ? (
            'The list is shorter than that.'
          ) : search === '' ? (
            <p>
              Add the first one here, or bring a file: <Code>npx systole import patients patients.json</Code>,
              and their readings with <Code>npx systole import biometrics biometrics.csv</Code>.
            </p>
          ) : (
            `No name and no e-mail address holds “${search}”.`
          )}
        </Notice>
      )}
      {data && data.data.length > 0 && (
        <Panel>
          <PatientTable patients={data.data} isOld={isPlaceholderData} />
          <Pager label="Pages of the list" page={data} onPage={goTo} />
        </Panel>
      )}
      <Dialog
        title="Add a patient"
        isOpen={isAdding}
        onClose={() => {
          setIsAdding(false);
        }}
      >
        <PatientForm
          onSaved={({ id }) => void navigate(`/patients/${id}`)}
          onCancel={() => {
            setIsAdding(false);
          }}
        />
      </Dialog>
    </Stack>
  );
}
