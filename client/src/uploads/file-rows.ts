/** The rows of a CSV as far as they are shown beside what is wrong with them; the API reads the file, not this. */
export interface FileRows {
  readonly header: readonly string[];
  /** The cells of a line, counted from 1; `undefined`, where they are not as many as the header's. */
  readonly cellsOf: (line: number) => readonly string[] | undefined;
}

const DELIMITERS = [';', ',', '\t', '|'];

export function readRows(text: string): FileRows {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const first = lines[0] ?? '';
  const delimiter = DELIMITERS.toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ';';
  const header = splitLine(first, delimiter).map((name) => name.trim().toLowerCase());
  return {
    header,
    cellsOf: (line) => {
      const text = lines[line - 1];
      const cells = text === undefined ? [] : splitLine(text, delimiter);
      return cells.length === header.length ? cells : undefined;
    },
  };
}

/** Cells may be quoted, with quotes in them doubled. */
function splitLine(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === '"' && isQuoted && line.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (character === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
