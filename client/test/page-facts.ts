import type { Locator } from 'playwright-core';
import type { OpenPage } from './dashboard.ts';

/** A parameter of the URL that the page is at. */
export function paramOf({ page }: OpenPage, name: string): string | null {
  return new URL(page.url()).searchParams.get(name);
}

/** By how many pixels the page is wider than its window; `innerWidth` of a phone grows with what is too wide. */
export function overflowOf({ page }: OpenPage): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** On how many lines the text of an element stands, without what its children have. */
export function linesOf(text: Locator): Promise<number> {
  return text.evaluate((element) => {
    const range = document.createRange();
    const words = Array.from(element.childNodes).find((node) => node.nodeType === Node.TEXT_NODE);
    range.selectNodeContents(words ?? element);
    return new Set(Array.from(range.getClientRects(), ({ bottom }) => Math.round(bottom))).size;
  });
}

/** The part of the page with that heading. */
export function panel({ page }: OpenPage, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** The rows of the table in a panel, without its head. */
export function rowsOf(opened: OpenPage, name: string): Locator {
  return panel(opened, name).locator('tbody').getByRole('row');
}
