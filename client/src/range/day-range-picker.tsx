import { lazy } from 'react';
import { formatDayRange } from '../time/civil-day.ts';
import { dayPresets, type DayRange, type DaySelection } from './day-range.ts';
import { PresetPicker } from './preset-picker.tsx';

const DayRangeCalendar = lazy(() => import('./day-range-calendar.tsx'));

interface DayRangePickerProps {
  readonly selection: DaySelection;
  readonly days: DayRange;
  readonly onSelect: (selection: DaySelection) => void;
}

/** Presets, and a calendar for all other days. */
export function DayRangePicker({ selection, days, onSelect }: DayRangePickerProps) {
  return (
    <PresetPicker
      label="Days"
      presets={dayPresets}
      preset={typeof selection === 'string' ? selection : undefined}
      onPreset={onSelect}
      text={formatDayRange(days.first, days.last)}
      purpose="Choose the days"
      calendar={(close) => (
        <DayRangeCalendar
          days={days}
          onSelect={(chosen) => {
            close();
            onSelect(chosen);
          }}
        />
      )}
    />
  );
}
