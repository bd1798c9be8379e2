export type Scheme = 'light' | 'dark';

/** Colours of what is not data. A canvas does not know the style sheet's variables. */
export const chartColours = {
  light: {
    surface: '#ffffff',
    grid: '#e6ebee',
    text: '#50606d',
    strong: '#17212b',
    tooltip: '#17212b',
    onTooltip: '#ffffff',
    selection: 'rgb(11 110 119 / 16%)',
    bad: '#b42318',
  },
  dark: {
    surface: '#11181e',
    grid: '#1f2931',
    text: '#9fadb8',
    strong: '#e4eaee',
    tooltip: '#2c3742',
    onTooltip: '#f1f5f8',
    selection: 'rgb(77 173 179 / 22%)',
    bad: '#f58a80',
  },
} as const satisfies Record<Scheme, Record<string, string>>;
