import { useSearchParams } from 'react-router';

/** What one page hands on to another: whose data, of what, by which clock. */
const SHARED = ['user', 'metric', 'zone'];

/** The part of this page's search that other pages understand too. */
export function useSharedSearch(): string {
  const [search] = useSearchParams();
  return new URLSearchParams([...search].filter(([name]) => SHARED.includes(name))).toString();
}
