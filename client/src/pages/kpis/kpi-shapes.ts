import { hasTexts, isListOf, isObject } from '../../api/shapes.ts';
import type { DayKpis, Profile } from './kpi-queries.ts';

export const isKpis = (value: unknown): value is DayKpis[] => isListOf(value, (day) => hasTexts(day, 'date'));

export const isProfile = (value: unknown): value is Profile =>
  isObject(value) && typeof value.steps_goal === 'number';
