import { Button, Menu } from '@mantine/core';
import { IconDownload, IconFileSpreadsheet, IconPhoto } from '@tabler/icons-react';

interface ExportMenuProps {
  readonly onCsv: () => void;
  readonly onPng: () => void;
}

export function ExportMenu({ onCsv, onPng }: ExportMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
        >
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFileSpreadsheet size={16} aria-hidden />} onClick={onCsv}>
          What is shown, as CSV
        </Menu.Item>
        <Menu.Item leftSection={<IconPhoto size={16} aria-hidden />} onClick={onPng}>
          The chart, as PNG
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
