import { Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import { theme } from '../app/theme.ts';
import { bandPlugin } from './band-plugin.ts';
import { crosshairPlugin } from './crosshair-plugin.ts';
import { marksPlugin } from './marks-plugin.ts';
import './nearest-of-each.ts';

// Only what is used, so that the rest of Chart.js stays out of the bundle.
Chart.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  Tooltip,
  marksPlugin,
  bandPlugin,
  crosshairPlugin,
);
Chart.defaults.font.family = theme.fontFamily ?? 'sans-serif';

export { Chart };
