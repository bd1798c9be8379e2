import { useSearchParams } from 'react-router';
import { BIOMETRIC_KEYS } from '../../patients/biometric-types.ts';
import type { BiometricType } from '../../patients/patient-queries.ts';
import { pageNumber } from '../../users/page-number.ts';
import { useSearchChange } from '../../users/use-search-change.ts';

/** Readings as they were taken, or their summary by the hour. */
export type ChartLevel = 'readings' | 'hours';

/** `auto`: readings, as long as they are few. */
export type PatientView = 'auto' | ChartLevel;

/** How a patient is looked at, in the URL: `view`, and the type and the page of the table (`type`, `page`). */
export function usePatientView() {
  const [search] = useSearchParams();
  const change = useSearchChange();
  const viewText = search.get('view');
  const view: PatientView = viewText === 'hours' || viewText === 'readings' ? viewText : 'auto';
  const type = search.get('type');
  const knownType = BIOMETRIC_KEYS.find((key) => key === type);
  const { number, unreadable } = pageNumber(search.get('page'));
  return {
    view,
    type: knownType,
    number,
    unreadable: [
      ...(viewText !== null && viewText !== view ? [`view “${viewText}”`] : []),
      ...(type !== null && !knownType ? [`type “${type}”`] : []),
      ...unreadable,
    ],
    setView: (next: PatientView) => {
      change({ view: next === 'auto' ? [] : [next], page: [] });
    },
    setType: (next: BiometricType | undefined) => {
      change({ type: next ? [next] : [], page: [] });
    },
    goTo: (next: number) => {
      change({ page: next === 1 ? [] : [String(next)] });
    },
  };
}
