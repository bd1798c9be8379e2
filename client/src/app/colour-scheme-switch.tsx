import { ActionIcon, Tooltip, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

const SCHEMES: Record<
  MantineColorScheme,
  { readonly label: string; readonly icon: typeof IconSun; readonly next: MantineColorScheme }
> = {
  auto: { label: 'as the system has it', icon: IconDeviceDesktop, next: 'light' },
  light: { label: 'light', icon: IconSun, next: 'dark' },
  dark: { label: 'dark', icon: IconMoon, next: 'auto' },
};

/** Follows the system until somebody chooses, and can go back to it. */
export function ColourSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { label, icon: Icon, next } = SCHEMES[colorScheme];
  const text = `Colours: ${label}. Change to ${SCHEMES[next].label}`;
  return (
    <Tooltip label={text}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={text}
        onClick={() => {
          setColorScheme(next);
        }}
      >
        <Icon size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
