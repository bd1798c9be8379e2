import { Link } from 'react-router';
import table from '../../components/table.module.css';
import { ageOn } from '../../patients/patient-fields.ts';
import type { Patient } from '../../patients/patient-queries.ts';
import { describeSex } from '../../patients/sexes.ts';
import { dayOf, utcStart } from '../../time/civil-day.ts';
import { formatDate } from '../../time/format-time.ts';
import { MINUTE } from '../../time/time-range.ts';
import { useNow } from '../../time/use-now.ts';
import { useSharedSearch } from '../../users/shared-search.ts';

interface PatientTableProps {
  readonly patients: readonly Patient[];
  /** These are those of the page before: those that were asked for are on their way. */
  readonly isOld: boolean;
}

export function PatientTable({ patients, isOld }: PatientTableProps) {
  const search = useSharedSearch();
  const today = dayOf(useNow(MINUTE), 'UTC');
  return (
    <table className={table.table} data-old={isOld}>
      <thead>
        <tr>
          <th scope="col">Patient</th>
          <th scope="col">Born</th>
          <th scope="col" data-minor>
            Sex
          </th>
          <th scope="col" data-minor>
            Phone
          </th>
          <th scope="col" data-minor>
            Address
          </th>
        </tr>
      </thead>
      <tbody>
        {patients.map(({ id, name, email, dob, sex, phone, address }) => (
          <tr key={id}>
            <td>
              <Link to={{ pathname: `/patients/${id}`, search }}>{name}</Link>
              <small>{email}</small>
            </td>
            <td>
              {formatDate(utcStart(dob), 'UTC')}
              <small>{ageOn(today, dob) ?? '–'} years</small>
            </td>
            <td data-minor>{describeSex(sex)}</td>
            <td data-minor>{phone || '–'}</td>
            <td data-minor>{address || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
