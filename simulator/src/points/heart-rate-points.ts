import { diaryOf } from '../series/day-plan.ts';
import { BLOCK_MS, HISTORY_START_MS } from '../series/heart-rate-series.ts';
import { hash, STREAM } from '../series/random.ts';
import type { Recording } from '../series/recording.ts';
import { civilTimeJson, durationText, timestampText } from './civil-json.ts';
import type { Point, PointSource, Range } from './point-source.ts';

/** How one reading is written; what a fault of bad readings changes. */
export interface ReadingText {
  readonly physicalTime: string;
  /** JSON of `beatsPerMinute`; an int64, hence a string. */
  readonly beatsPerMinute: string;
}

export type ReadingWriter = (timestampMs: number, bpm: number) => ReadingText;

export const writeReading: ReadingWriter = (timestampMs, bpm) => ({
  physicalTime: timestampText(timestampMs),
  beatsPerMinute: `"${bpm}"`,
});

/** About one reading in this many carries a field and a value that the documentation does not have, as live answers do. */
const UNKNOWN_FIELD_EVERY = 64;

const OPENING =
  '{"dataSource":{"recordingMethod":"PASSIVELY_MEASURED","device":{"displayName":"Pixel Watch 4"},"platform":"FITBIT"},"heartRate":{"sampleTime":{"physicalTime":"';

export function heartRatePoints(writerFor: (recording: Recording) => ReadingWriter): PointSource {
  return {
    largestPage: 5_000,
    *newestFirst(recording: Recording, range: Range): Generator<Point> {
      const write = writerFor(recording);
      const { clock } = diaryOf(recording.user);
      const { seed } = recording.user;
      const from = Math.max(range.from, HISTORY_START_MS);
      let end = Math.min(range.to, recording.nowMs);
      while (end > from) {
        const start = Math.max(from, (Math.ceil(end / BLOCK_MS) - 1) * BLOCK_MS);
        const { timestamps, bpm } = recording.heartRate(start, end);
        for (let index = bpm.length - 1; index >= 0; index -= 1) {
          const at = timestamps[index] ?? 0;
          const offsetMs = clock.offsetMs(at);
          const { physicalTime, beatsPerMinute } = write(at, bpm[index] ?? 0);
          const unknown = hash(seed, STREAM.unknownField, at / 1_000) % UNKNOWN_FIELD_EVERY === 0;
          const extra = unknown
            ? ',"metadata":{"motionContext":"UNDETERMINED"},"signalQuality":{"level":"HIGH","artifacts":"0"}'
            : '';
          yield {
            at,
            json: `${OPENING}${physicalTime}","utcOffset":"${durationText(offsetMs)}","civilTime":${civilTimeJson(at + offsetMs)}},"beatsPerMinute":${beatsPerMinute}${extra}}}`,
          };
        }
        end = start;
      }
    },
  };
}
