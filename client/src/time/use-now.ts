import { useEffect, useState } from 'react';

/** The time, rounded down to a step and renewed with it, while the tab is visible. */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(() => floorTo(Date.now(), stepMs));
  useEffect(() => {
    const renew = () => {
      if (!document.hidden) setNow(floorTo(Date.now(), stepMs));
    };
    renew();
    const timer = setInterval(renew, Math.min(stepMs, 60_000));
    document.addEventListener('visibilitychange', renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', renew);
    };
  }, [stepMs]);
  return now;
}

function floorTo(instant: number, step: number): number {
  return instant - (instant % step);
}
