import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from '@tabler/icons-react';
import { panBy, zoomBy } from '../charts/range-steps.ts';
import type { TimeRange } from '../time/time-range.ts';

interface ZoomButtonsProps {
  readonly visible: TimeRange;
  readonly isZoomed: boolean;
  readonly onChange: (range: TimeRange | undefined) => void;
}

/** What the wheel and the fingers do, for those who have neither. */
export function ZoomButtons({ visible, isZoomed, onChange }: ZoomButtonsProps) {
  const buttons = [
    { label: 'Earlier', icon: IconChevronLeft, range: panBy(visible, -0.5) },
    { label: 'Later', icon: IconChevronRight, range: panBy(visible, 0.5) },
    { label: 'Zoom in', icon: IconZoomIn, range: zoomBy(visible, 0.5) },
    { label: 'Zoom out', icon: IconZoomOut, range: zoomBy(visible, 2) },
    { label: 'Reset the zoom', icon: IconZoomReset, range: undefined, disabled: !isZoomed },
  ];
  return (
    <ActionIcon.Group>
      {buttons.map(({ label, icon: Icon, range, disabled = false }) => (
        <Tooltip key={label} label={label}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={label}
            disabled={disabled}
            onClick={() => {
              onChange(range);
            }}
          >
            <Icon size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </ActionIcon.Group>
  );
}
