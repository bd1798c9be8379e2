import { describe, expect, it } from 'vitest';
import { heartRateSeries } from '../series/heart-rate-series.ts';
import { FaultSwitchboard } from './fault-switchboard.ts';
import { recordingOf } from './faulty-recording.ts';

const USER = { id: 'anna', seed: 23 };
const NOW = Date.UTC(2026, 5, 17, 12, 30, 15);
const HOUR_MS = 3_600_000;

describe('a recording', () => {
  it('is the truth up to now', () => {
    const recording = recordingOf(USER, NOW, new FaultSwitchboard());
    expect(recording.heartRate(NOW - HOUR_MS, NOW + HOUR_MS)).toEqual(
      heartRateSeries(USER, NOW - HOUR_MS, NOW),
    );
  });

  it('adds restatements up, within what a heart can do', () => {
    const faults = new FaultSwitchboard();
    const window = { start: new Date(NOW - HOUR_MS).toISOString(), end: new Date(NOW).toISOString() };
    faults.add({ kind: 'restate', ...window, by: 100 });
    faults.add({ kind: 'restate', ...window, by: 100 });
    const { bpm } = recordingOf(USER, NOW, faults).heartRate(NOW - HOUR_MS, NOW);
    expect(bpm.length).toBeGreaterThan(100);
    expect(new Set(bpm)).toEqual(new Set([220]));
  });
});
