/** More than any list has, and few enough that the API can count that far. */
const MOST = 1_000_000;

/** The number of a page, from 1, that the URL states; where it states none, the first. */
export function pageNumber(text: string | null): {
  readonly number: number;
  readonly unreadable: readonly string[];
} {
  const number = Number(text ?? '1');
  return Number.isInteger(number) && number >= 1 && number <= MOST
    ? { number, unreadable: [] }
    : { number: 1, unreadable: [`page “${text ?? ''}”`] };
}
