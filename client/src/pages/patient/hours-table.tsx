import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { QueryFailure } from '../../components/query-failure.tsx';
import table from '../../components/table.module.css';
import { labelOfType, unitOfType } from '../../patients/biometric-types.ts';
import { formatExactValue } from '../../patients/describe-reading.ts';
import { hoursQuery } from '../../patients/patient-queries.ts';
import { formatDateTime } from '../../time/format-time.ts';
import { formatCount } from '../../units/format-value.ts';
import { TypeSelect } from './type-select.tsx';
import type { usePatientView } from './use-patient-view.ts';

interface HoursTableProps {
  readonly patientId: string;
  readonly state: ReturnType<typeof usePatientView>;
  readonly timeZone: string;
}

/** The summary of each hour that has readings, the newest first. */
export function HoursTable({ patientId, state, timeZone }: HoursTableProps) {
  const { type, number, setType, goTo } = state;
  const query = useQuery(hoursQuery(patientId, type, number));
  const { data, isPending, isPlaceholderData } = query;
  return (
    <Panel title="By the hour" tools={<TypeSelect type={type} onChange={setType} />}>
      <QueryFailure query={query} />
      {isPending && <Skeleton h={240} />}
      {data && (
        <>
          <table className={table.table} data-old={isPlaceholderData}>
            <thead>
              <tr>
                <th scope="col">Hour</th>
                <th scope="col">What</th>
                <th scope="col" data-number data-minor>
                  Minimum
                </th>
                <th scope="col" data-number>
                  Average
                </th>
                <th scope="col" data-number data-minor>
                  Maximum
                </th>
                <th scope="col" data-number>
                  Readings
                </th>
              </tr>
            </thead>
            <tbody>
              {data.data.map(({ biometric_type, hour_start, min_value, avg_value, max_value, count }) => (
                <tr key={`${biometric_type} ${hour_start}`}>
                  <td>{formatDateTime(Date.parse(hour_start), timeZone)}</td>
                  <td>{labelOfType(biometric_type)}</td>
                  <td data-number data-minor>
                    {formatExactValue(min_value)}
                  </td>
                  <td data-number>
                    {formatExactValue(avg_value)} {unitOfType(biometric_type)}
                  </td>
                  <td data-number data-minor>
                    {formatExactValue(max_value)}
                  </td>
                  <td data-number>{formatCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Pager label="Pages of the hours" page={data} onPage={goTo} />
        </>
      )}
    </Panel>
  );
}
