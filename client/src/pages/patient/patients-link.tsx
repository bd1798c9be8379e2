import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useSharedSearch } from '../../users/shared-search.ts';
import styles from './patient.module.css';

/** The way back to the list. */
export function PatientsLink() {
  const search = useSharedSearch();
  return (
    <Link to={{ pathname: '/patients', search }} className={styles.back}>
      <IconChevronLeft size={16} stroke={1.75} aria-hidden />
      Patients
    </Link>
  );
}
