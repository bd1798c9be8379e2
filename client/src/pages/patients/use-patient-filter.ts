import { useSearchParams } from 'react-router';
import { pageNumber } from '../../users/page-number.ts';
import { useSearchChange } from '../../users/use-search-change.ts';

/** Which patients are shown: in the URL, as `search` and `page`. */
export function usePatientFilter() {
  const [parameters] = useSearchParams();
  const change = useSearchChange();
  const search = parameters.get('search')?.slice(0, 200) ?? '';
  const { number, unreadable } = pageNumber(parameters.get('page'));
  return {
    search,
    number,
    unreadable,
    /** Another search begins at its first page. */
    setSearch: (text: string) => {
      change({ search: text === '' ? [] : [text], page: [] });
    },
    goTo: (next: number) => {
      change({ page: next === 1 ? [] : [String(next)] });
    },
  };
}
