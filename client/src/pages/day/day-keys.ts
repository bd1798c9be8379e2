import { useEffect, useRef } from 'react';

/** Where the arrow keys have a meaning of their own. */
const OWN_ARROWS =
  'input, textarea, select, [role=application], [role=slider], [role=menu], [role=listbox], [role=dialog]';

/** Calls for the arrow keys left and right, wherever on the page they mean nothing else. */
export function useDayKeys(onStep: (direction: -1 | 1) => void): void {
  const latest = useRef(onStep);
  useEffect(() => {
    latest.current = onStep;
  }, [onStep]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      if (event.target instanceof Element && event.target.closest(OWN_ARROWS)) return;
      latest.current(event.key === 'ArrowLeft' ? -1 : 1);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
    };
  }, []);
}
