import { Fragment } from 'react';

interface BreakableProps {
  readonly children: string;
}

/** A long name, such as an address or that of a file: where it does not fit it breaks between its parts, not in a word. */
export function Breakable({ children }: BreakableProps) {
  return children.split(/(?<=[_@/])|(?=\.[a-z])/i).map((part, index) => (
    // Parts of a text never change places.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
