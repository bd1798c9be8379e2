import { useEffect, useMemo, useRef } from 'react';

/** Passes on the last of a burst of calls, once there was none for a while; an unmounted page hears nothing more. */
export function useSettled<Value>(onSettled: (value: Value) => void, waitMs: number): (value: Value) => void {
  const latest = useRef(onSettled);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = onSettled;
  }, [onSettled]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  return useMemo(
    () => (value: Value) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        latest.current(value);
      }, waitMs);
    },
    [waitMs],
  );
}
