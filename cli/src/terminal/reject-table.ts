import { renderTable, type Column } from './table.ts';

/** A row that was not taken, as it is shown. */
export interface RejectLine {
  readonly place: Readonly<Record<string, string | number>>;
  readonly userId: string | null;
  readonly rule: string;
  readonly message: string;
  readonly rawValue: string | null;
}

const COLUMNS: readonly Column<RejectLine>[] = [
  { title: 'place', value: ({ place }) => formatPlace(place), flexible: true },
  { title: 'user', value: ({ userId }) => userId ?? '–', flexible: true },
  { title: 'rule', value: ({ rule }) => rule },
  { title: 'value', value: ({ rawValue }) => rawValue ?? '–', flexible: true },
  { title: 'reason', value: ({ message }) => message, flexible: true },
];

export function renderRejects(rejects: readonly RejectLine[]): string {
  return renderTable(COLUMNS, rejects);
}

/** `heart.csv:17 Value`, or for a request its parts: `request /v4/…, page 2, index 5`. */
function formatPlace({ file, line, column, ...others }: RejectLine['place']): string {
  const inFile = [file, line].filter((part) => part !== undefined).join(':');
  const rest = Object.entries(others).map(([name, value]) => `${name} ${value}`);
  return [[inFile, column].filter(Boolean).join(' '), ...rest].filter((part) => part !== '').join(', ');
}
