export { createSimulator, type Simulator, type SimulatorSettings } from './app.ts';
export { type Fault } from './faults/fault.ts';
export { type ActiveFault, type FaultSwitchboard } from './faults/fault-switchboard.ts';
export { isBadReading } from './faults/bad-readings.ts';
export { heartRateSeries, HISTORY_START_MS, type HeartRateSeries } from './series/heart-rate-series.ts';
export { type SimulatedUser } from './series/person.ts';
