import { SegmentedControl, Tooltip } from '@mantine/core';
import { useTimeZone, type ZoneChoice } from '../users/use-time-zone.ts';

const CHOICES: { value: ZoneChoice; label: string }[] = [
  { value: 'user', label: "User's time" },
  { value: 'browser', label: 'My time' },
];

/** Whose clock times are shown by: the user's, where the readings were taken, or this browser's. */
export function TimeZoneSwitch() {
  const { choice, timeZone, choose } = useTimeZone();
  return (
    <Tooltip label={`All times are in ${timeZone}`}>
      <SegmentedControl
        size="xs"
        aria-label={`Times are in ${timeZone}`}
        data={CHOICES}
        value={choice}
        onChange={(value) => {
          choose(value);
        }}
      />
    </Tooltip>
  );
}
