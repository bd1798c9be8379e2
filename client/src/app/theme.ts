import { createTheme } from '@mantine/core';

/** Calm and legible: system fonts, a muted teal for what can be acted on, and colour elsewhere only where it means something. */
export const theme = createTheme({
  primaryColor: 'teal',
  // Both bear white text at a contrast of at least 4.5.
  primaryShade: { light: 8, dark: 7 },
  // The pale end and the deep end are the page's own; Mantine's dark scale is greyer.
  colors: {
    teal: [
      '#e6f7f7',
      '#d0ebec',
      '#a3d6d9',
      '#72bfc4',
      '#4dadb3',
      '#33a0a8',
      '#1f959e',
      '#12808a',
      '#0b6e77',
      '#04565e',
    ],
    dark: [
      '#d5dde3',
      '#b3bfc8',
      '#93a1ac',
      '#6b7a86',
      '#3d4954',
      '#2c3742',
      '#202932',
      '#182027',
      '#11181e',
      '#0b1014',
    ],
  },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, 'Noto Sans Mono', monospace",
  headings: { fontWeight: '600' },
});
