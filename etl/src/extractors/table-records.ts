/** Rows of a table out of a file, as text, in a piece that fits into memory. */
export interface TableRecords {
  /** As it stands in the file, tidied by {@link columnName}. */
  readonly header: readonly string[];
  /** A row may have more or fewer fields than the header. Rows without any content are left out. */
  readonly rows: readonly (readonly string[])[];
  /** Number of the line (of a sheet: the row) on which each row begins, from 1, the header included. */
  readonly lines: readonly number[];
  /** Of a workbook: the sheet they stand in. */
  readonly sheet?: string;
}

/** `" Patient ID\u200b"` → `patient_id`: a header may be in another case, and its words parted by anything. */
export function columnName(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, '_');
}

/** Whether nothing stands in any field. */
export function isBlank(fields: readonly string[]): boolean {
  return fields.every((field) => field === '' || field.trim() === '');
}
