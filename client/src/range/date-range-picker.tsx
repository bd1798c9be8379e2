import { lazy } from 'react';
import { formatRange } from '../time/format-time.ts';
import type { TimeRange } from '../time/time-range.ts';
import { PresetPicker } from './preset-picker.tsx';
import { presets, type RangeSelection } from './range-selection.ts';

// The calendar is a fifth of the page's code, and most visits need none.
const RangeForm = lazy(() => import('./range-form.tsx'));

interface DateRangePickerProps {
  readonly selection: RangeSelection;
  /** What is shown at the moment, which may be a part of the selection. */
  readonly visible: TimeRange;
  readonly timeZone: string;
  readonly onSelect: (selection: RangeSelection) => void;
}

/** Presets, and a calendar with times for everything else. */
export function DateRangePicker({ selection, visible, timeZone, onSelect }: DateRangePickerProps) {
  return (
    <PresetPicker
      label="Range"
      presets={presets}
      preset={typeof selection === 'string' ? selection : undefined}
      onPreset={onSelect}
      text={formatRange(visible, timeZone)}
      purpose="Choose a range"
      calendar={(close) => (
        <RangeForm
          range={visible}
          timeZone={timeZone}
          onSubmit={(range) => {
            close();
            onSelect(range);
          }}
        />
      )}
    />
  );
}
