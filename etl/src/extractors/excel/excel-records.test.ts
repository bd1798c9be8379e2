import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { projectPath, workbookParts, writeArchive, writeWorkbook, type CellValue } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SourceFile, SourceFileError } from '../source-file.ts';
import { tableRecords } from '../table-file.ts';

const COLUMNS = ['id', 'day', 'status'];

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-excel-'));
  file = path.join(folder, 'book.xlsx');
});
afterAll(() => rm(folder, { recursive: true }));

/** What stands in the table of the file: its sheet, its header, and each row with its number. */
async function read(from = file) {
  let header: readonly string[] = [];
  let sheet: string | undefined;
  const rows: [line: number, ...cells: string[]][] = [];
  for await (const records of tableRecords(new SourceFile(from), COLUMNS)) {
    ({ header, sheet } = records);
    records.rows.forEach((row, i) => rows.push([records.lines[i] ?? 0, ...row]));
  }
  return { sheet, header, rows };
}
const cell = (text: string) => `t="inlineStr"><is><t>${text}</t></is>`;
const HEAD = `<row r="1"><c r="A1" ${cell('id')}</c><c r="B1" ${cell('day')}</c><c r="C1" ${cell('status')}</c></row>`;
const sheetOf = (rows: string, after = '') => `<sheetData>${HEAD}${rows}</sheetData>${after}`;
const write = (rows: string, after = '', styles = '', properties = '') =>
  writeArchive(file, workbookParts(sheetOf(rows, after), styles, properties));

describe('a workbook', () => {
  it('gives rows with the numbers that Excel shows, whatever their order of columns, and blank ones left out', async () => {
    await writeWorkbook(file, {
      sheets: [
        {
          name: 'Bookings',
          rows: [
            ['  STATUS ', 'ID', null, 'Day '],
            ['ok', 1, null, '2025-12-01'],
            [],
            [null, ' ', null, ''],
            ['late', 2.5, 'x', true],
          ],
        },
      ],
    });
    expect(await read()).toEqual({
      sheet: 'Bookings',
      header: ['status', 'id', '', 'day'],
      rows: [
        [2, 'ok', '1', '', '2025-12-01'],
        [5, 'late', '2.5', 'x', 'TRUE'],
      ],
    });
  });

  it('has dates as ISO, by the formats of cells, in both systems of counting days', async () => {
    for (const dateSystem of ['1900', '1904'] as const) {
      await writeWorkbook(file, {
        dateSystem,
        sheets: [
          {
            name: 'S',
            columns: [{}, { numFmt: '[$-409]d/mmm/yy;@' }, { numFmt: '#,##0.00 "days"' }],
            rows: [
              COLUMNS,
              [1, new Date('2024-02-29T00:00:00Z'), 45],
              [2, new Date('2025-12-01T10:30:00Z'), 45_992],
            ] satisfies CellValue[][],
          },
        ],
      });
      expect((await read()).rows.map(([, ...cells]) => cells)).toEqual([
        ['1', '2024-02-29', '45'],
        ['2', '2025-12-01T10:30:00', '45992'],
      ]);
    }
  });

  it('counts days as Excel does, with the 29th of February 1900 that never was', async () => {
    const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
    const day = (row: number, serial: string) =>
      `<row r="${row}"><c r="B${row}" s="1"><v>${serial}</v></c></row>`;
    const serials = [
      '1',
      '59',
      '60',
      '61',
      '45992',
      '45992.9999999',
      '2958465',
      '2958466',
      '0.5',
      '-3',
      '1e3',
    ];
    await write(serials.map((serial, i) => day(i + 2, serial)).join(''), '', styles);
    expect((await read()).rows.map(([, , shown]) => shown)).toEqual([
      '1900-01-01',
      '1900-02-28',
      '60',
      '1900-03-01',
      '2025-12-01',
      '2025-12-02',
      '9999-12-31',
      '2958466',
      '0.5',
      '-3',
      '1902-09-26',
    ]);
  });

  it('shows results of formulas, errors as errors, and formulas without results as formulas', async () => {
    await write(
      '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="C2" t="str"><f>""</f><v></v></c></row>' +
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3"><f>NOW()</f></c><c r="C3"><f>A1</f><v/></c></row>' +
        '<row r="4"><c r="A4"><f t="shared" si="0"/><v>0.30000000000000004</v></c><c r="B4" t="b"><v>0</v></c><c r="C4" t="d"><v>2025-12-01</v></c></row>',
    );
    expect((await read()).rows).toEqual([
      [2, '2', 'ab', ''],
      [3, '#DIV/0!', '=NOW()', '=A1'],
      [4, '0.3', 'FALSE', '2025-12-01'],
    ]);
  });

  it('gives a cell that is merged over rows to each of them, and over columns to the first', async () => {
    await writeWorkbook(file, {
      sheets: [
        {
          name: 'S',
          rows: [
            ['Bookings of 2025', null, null],
            ['id', 'day', 'status'],
            ['1', '2025-12-01', 'ok'],
            [null, '2025-12-02', 'ok'],
            [null, null, null],
            [null, '2025-12-03', 'late'],
            ['2', null, 'ok'],
          ],
          merges: [
            { startRow: 0, startCol: 0, endRow: 0, endCol: 2 },
            { startRow: 2, startCol: 0, endRow: 5, endCol: 0 },
            { startRow: 6, startCol: 0, endRow: 6, endCol: 1 },
          ],
        },
      ],
    });
    expect((await read()).rows).toEqual([
      [3, '1', '2025-12-01', 'ok'],
      [4, '1', '2025-12-02', 'ok'],
      [6, '1', '2025-12-03', 'late'],
      [7, '2', '', 'ok'],
    ]);
  });

  it('is read where the columns are: beside notes, empty sheets and hidden ones', async () => {
    const rows = (id: string) => [COLUMNS, [id, 'd', 's']];
    const hidden = [
      { name: 'Old', rows: rows('old'), hidden: true },
      { name: 'Older', rows: rows('older'), veryHidden: true },
    ];
    const others = [{ name: 'Empty', rows: [] }, { name: 'Notes', rows: [['call back']] }, ...hidden];
    await writeWorkbook(file, { sheets: [...others, { name: 'Now', rows: rows('1') }] });
    expect(await read()).toMatchObject({ sheet: 'Now', rows: [[2, '1', 'd', 's']] });
    await writeWorkbook(file, {
      sheets: [
        { name: 'A', rows: rows('1') },
        { name: 'B', rows: rows('2') },
      ],
    });
    await expect(read()).rejects.toThrow('several sheets have all columns: A, B');
    await writeWorkbook(file, { sheets: [{ name: 'Notes', rows: [['call back']] }, ...hidden] });
    await expect(read()).rejects.toThrow('the sheet Old has all columns, but is hidden');
    await writeWorkbook(file, { sheets: [{ name: 'Empty', rows: [] }] });
    await expect(read()).rejects.toThrow('no sheet that is visible has anything in it');
    await writeWorkbook(file, { sheets: [{ name: 'Notes', rows: [['call back'], ['soon']] }] });
    expect(await read()).toMatchObject({ sheet: 'Notes', header: ['call_back'], rows: [[2, 'soon']] });
  });

  it('has texts in parts, spoken beside written ones, and characters by their number', async () => {
    const strings =
      '<sst><si><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>x_x000D_y&amp;z</t></si></sst>';
    const parts = workbookParts(
      sheetOf(
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c></row>' +
          '<row><c t="inlineStr"><is><t>東</t><rPh><t>ヒガシ</t></rPh></is></c><c t="inlineStr"><is><r><t>p</t></r><r><t>q</t></r></is></c></row>',
      ),
    );
    const rels = parts['xl/_rels/workbook.xml.rels'] ?? '';
    parts['xl/_rels/workbook.xml.rels'] = rels.replace(
      '</Relationships>',
      '<Relationship Id="rId9" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    );
    await writeArchive(file, { ...parts, 'xl/sharedStrings.xml': strings });
    expect((await read()).rows).toEqual([
      [2, 'a b', '東京', 'x\ry&z'],
      [3, '東', 'pq', ''],
    ]);
  });

  it('may use prefixes for all names', async () => {
    const parts = workbookParts(sheetOf('<row r="7"><c r="A7"><v>1</v></c></row>'));
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    const prefixed = sheet.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1x:').replace('xmlns=', 'xmlns:x=');
    await writeArchive(file, { ...parts, 'xl/worksheets/sheet1.xml': prefixed });
    expect((await read()).rows).toEqual([[7, '1', '', '']]);
  });

  it('is read as openpyxl writes it', async () => {
    const { sheet, header, rows } = await read(projectPath('etl/samples/appointments.xlsx'));
    expect([sheet, header, rows.length]).toEqual([
      'Bookings',
      ['status', 'booking_id', 'patient_id', 'doctor_id', 'booking_date'],
      242,
    ]);
  });
});

describe('a workbook is refused', () => {
  const refuse = async (reason: RegExp) => {
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceFileError);
    expect((failure as SourceFileError).message).toMatch(reason);
  };

  it('with a password', async () => {
    await writeWorkbook(file, {
      sheets: [{ name: 'S', rows: [COLUMNS] }],
      encryption: { password: 'secret', spinCount: 1_000 },
    });
    await refuse(/protected with a password/);
  });

  it('where it would fill the memory or the disk', async () => {
    const zeros = (bytes: number) => `${sheetOf('').slice(0, -12)}${' '.repeat(bytes)}</sheetData>`;
    await writeArchive(file, workbookParts(zeros(12 * 1_048_576)));
    await refuse(/no table packs so well/);
    await writeArchive(
      file,
      workbookParts(sheetOf(`<row r="2"><c r="A2" ${cell('x'.repeat(3_000_000))}</c></row>`)),
    );
    await refuse(/longer than 1 MiB/);
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`p${i}`, '']));
    await writeArchive(file, { ...workbookParts(sheetOf('')), ...many });
    await refuse(/more than 10000 parts/);
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>';
    const parts = workbookParts(sheetOf('<row r="2"><c r="A2" t="str"><v>&c;</v></c></row>'));
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    await writeArchive(file, {
      ...parts,
      'xl/worksheets/sheet1.xml': sheet.replace('<worksheet', `${bomb}<worksheet`),
    });
    await refuse(/damaged: .*undefined entity/);
  });

  it('where a part is larger than its archive says', async () => {
    await writeArchive(file, workbookParts(sheetOf('<row r="2"/>'.repeat(10_000))));
    const bytes = await readFile(file);
    const size = Buffer.alloc(4);
    size.writeUInt32LE(
      Buffer.byteLength(
        workbookParts(sheetOf('<row r="2"/>'.repeat(10_000)))['xl/worksheets/sheet1.xml'] ?? '',
      ),
    );
    const at = bytes.lastIndexOf(size);
    bytes.writeUInt32LE(1_000, at);
    await writeFile(file, bytes);
    await refuse(/damaged/);
  });

  it('where it is cut off, changed on its way, or something else', async () => {
    await writeWorkbook(file, { sheets: [{ name: 'S', rows: [COLUMNS, ['1', '2', '3']] }] });
    const whole = await readFile(file);
    await writeFile(file, whole.subarray(0, whole.length / 2));
    await refuse(/damaged/);
    await writeArchive(file, { 'table.csv': 'id,day,status\n' });
    await refuse(/ZIP archive, but no Excel workbook/);
    await writeArchive(file, {
      ...workbookParts(''),
      'xl/workbook.bin': '',
      '_rels/.rels': '<Relationships/>',
    });
    await refuse(/\.xlsb/);
    await write('<row r="2"><c r="A2"');
    await refuse(/damaged/);
    await write('<row r="2"><c r="A2" t="s"><v>7</v></c></row>');
    await refuse(/names a text that is not there/);
  });
});
