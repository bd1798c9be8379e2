import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useSearchChange } from '../../users/use-search-change.ts';
import type { Report, ReportArguments } from './report-queries.ts';

/** What a report is asked with: in the URL, by the names of its parameters. */
export function useReportArguments(parameters: Report['parameters']) {
  const [search] = useSearchParams();
  const change = useSearchChange();
  const asked = useMemo(
    (): ReportArguments =>
      Object.fromEntries(
        parameters.flatMap(({ name }) => {
          const value = search.get(name)?.trim() ?? '';
          return value === '' ? [] : [[name, value]];
        }),
      ),
    [parameters, search],
  );
  return {
    asked,
    /** What is left empty is not asked with: then the standard holds. */
    ask: (next: ReportArguments) => {
      change(
        Object.fromEntries(
          parameters.map(({ name }) => {
            const value = next[name]?.trim() ?? '';
            return [name, value === '' ? [] : [value]];
          }),
        ),
      );
    },
  };
}
