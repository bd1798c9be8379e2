import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useSettled } from '../../series/use-settled.ts';

/** How long typing must rest before it is searched for. */
const TYPED_MS = 300;

interface SearchFieldProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Searches while somebody types; a search that comes from elsewhere, as by going back, is shown as well. */
export function SearchField({ search, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(search);
  const [seen, setSeen] = useState({ search, sent: search });
  if (search !== seen.search) {
    setSeen({ ...seen, search });
    if (search !== seen.sent) setTyped(search);
  }
  const settle = useSettled((text: string) => {
    const sent = text.trim() === '' ? '' : text;
    setSeen((before) => ({ ...before, sent }));
    onSearch(sent);
  }, TYPED_MS);
  return (
    <TextInput
      type="search"
      label="Search"
      placeholder="Part of a name or of an e-mail address"
      maxLength={200}
      maw={420}
      leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
