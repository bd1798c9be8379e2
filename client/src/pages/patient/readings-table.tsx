import { ActionIcon, Skeleton } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import table from '../../components/table.module.css';
import { Dialog } from '../../forms/dialog.tsx';
import { labelOfType } from '../../patients/biometric-types.ts';
import { describeReading } from '../../patients/describe-reading.ts';
import { readingsQuery, type Reading } from '../../patients/patient-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { DeleteReading } from './delete-reading.tsx';
import { TypeSelect } from './type-select.tsx';
import type { usePatientView } from './use-patient-view.ts';

interface ReadingsTableProps {
  readonly patientId: string;
  readonly state: ReturnType<typeof usePatientView>;
  readonly timeZone: string;
}

/** Every reading, the newest first, and the way to be rid of one. */
export function ReadingsTable({ patientId, state, timeZone }: ReadingsTableProps) {
  const { type, number, setType, goTo } = state;
  const query = useQuery(readingsQuery(patientId, type, number));
  const { data, isPending, isPlaceholderData } = query;
  const [doomed, setDoomed] = useState<Reading>();
  const close = () => {
    setDoomed(undefined);
  };
  return (
    <Panel title="All readings" tools={<TypeSelect type={type} onChange={setType} />}>
      <QueryFailure query={query} />
      {isPending && <Skeleton h={240} />}
      {data && (
        <>
          <table className={table.table} data-old={isPlaceholderData}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">What</th>
                <th scope="col" data-number>
                  Value
                </th>
                <th scope="col" data-minor>
                  Accepted range
                </th>
                <th scope="col" data-number>
                  Delete
                </th>
              </tr>
            </thead>
            <tbody>
              {data.data.map((reading) => (
                <tr key={reading.id}>
                  <td>{formatDateTime(Date.parse(reading.timestamp), timeZone)}</td>
                  <td>{labelOfType(reading.biometric_type)}</td>
                  <td data-number data-bad={reading.is_outlier || undefined}>
                    {describeReading(reading)}
                  </td>
                  <td data-minor>
                    <StatusLabel tone={reading.is_outlier ? 'bad' : 'neutral'}>
                      {reading.is_outlier ? 'Outlier' : 'Within'}
                    </StatusLabel>
                  </td>
                  <td data-number>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={`Delete ${describeReading(reading)} of ${formatDateTime(Date.parse(reading.timestamp), timeZone)}`}
                      onClick={() => {
                        setDoomed(reading);
                      }}
                    >
                      <IconTrash size={16} stroke={1.75} aria-hidden />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pager label="Pages of the readings" page={data} onPage={goTo} />
        </>
      )}
      <Dialog title="Delete this reading?" isOpen={doomed !== undefined} onClose={close}>
        {doomed && <DeleteReading reading={doomed} timeZone={timeZone} onDone={close} />}
      </Dialog>
    </Panel>
  );
}
