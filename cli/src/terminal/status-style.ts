import pc from 'picocolors';

const STYLES: Readonly<Record<string, (text: string) => string>> = {
  success: pc.green,
  partial: pc.yellow,
  failed: pc.red,
  running: pc.cyan,
};

/** Colours the status of a run. */
export function styleStatus(text: string, status: string): string {
  return STYLES[status]?.(text) ?? text;
}
