import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';

interface ExportButtonsProps {
  readonly onCsv: () => void;
  readonly onPng: () => void;
}

/** Saves what is shown: the numbers, or the picture. */
export function ExportButtons({ onCsv, onPng }: ExportButtonsProps) {
  const icon = <IconDownload size={16} stroke={1.75} aria-hidden />;
  return (
    <Button.Group>
      <Button variant="default" size="xs" leftSection={icon} aria-label="Save as CSV" onClick={onCsv}>
        CSV
      </Button>
      <Button variant="default" size="xs" aria-label="Save as PNG" onClick={onPng}>
        PNG
      </Button>
    </Button.Group>
  );
}
