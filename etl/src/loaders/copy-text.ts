/** A row as a line of COPY's text format (PostgreSQL documentation, COPY, "Text Format"). */
export function copyLine(fields: readonly (string | number | boolean | null)[]): string {
  let line = '';
  for (const field of fields) {
    if (line !== '') line += '\t';
    line += field === null ? '\\N' : typeof field === 'string' ? escape(field) : String(field);
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
