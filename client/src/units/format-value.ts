/** A number as people read it: `1,440`, `71.3`; at most one decimal, since sensors are no finer. */
const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A value with its unit, `72 bpm`; a dash where there is none. */
export function formatValue(value: number | null | undefined, unit: string): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–'
    : `${plain.format(value)} ${unit}`;
}

/** `541,732` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `98.6 %` */
export function formatPercent(percent: number): string {
  return `${plain.format(percent)} %`;
}
