import { Notice } from './notice.tsx';

/** Says which parts of the URL mean nothing here; the standard view is shown in their place. */
export function UnreadableLink({ parts }: { readonly parts: readonly string[] }) {
  if (parts.length === 0) return null;
  return (
    <Notice tone="warn" title="A part of this link could not be understood">
      Not known here: {parts.join(', ')}. The standard view is shown in its place.
    </Notice>
  );
}
