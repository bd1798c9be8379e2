import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** Sets parameters of the URL, each to any number of values, and leaves the others as they are. */
export function useSearchChange() {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (changes: Readonly<Record<string, readonly string[]>>) => {
      setSearch((before) => {
        const after = new URLSearchParams(before);
        for (const [name, values] of Object.entries(changes)) {
          after.delete(name);
          for (const value of values) after.append(name, value);
        }
        return after;
      });
    },
    [setSearch],
  );
}
