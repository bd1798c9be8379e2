import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const CHUNK_ROWS = 10_000;

/** Writes a CSV of visits over three years: one in a hundred without cost, one in a thousand a second version. */
export async function writeVisits(path: string, rows: number): Promise<void> {
  const output = createWriteStream(path);
  output.write('patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated\n');
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const lines = Array.from({ length: Math.min(CHUNK_ROWS, rows - start) }, (_, i) => visit(start + i));
    if (!output.write(lines.join(''))) await once(output, 'drain');
  }
  output.end();
  await once(output, 'finish');
}

function visit(i: number): string {
  const day = new Date(Date.UTC(2023, 0, 1 + (i % 1_095))).toISOString().slice(0, 10);
  const number = i % 1_000 === 999 ? i - 1 : i;
  const cost = i % 100 === 50 ? '' : `${20 + (i % 400)}.${10 + (i % 90)}`;
  const time = `${String(i % 24).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}:00Z`;
  return `p${(i * 7_919) % 50_000},v${number},${day},A${i % 90},pr${i % 300},${cost},${day}T${time}\n`;
}
