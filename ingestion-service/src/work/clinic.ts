import path from 'node:path';
import {
  acceptedRanges,
  analyseTrends,
  loadAwaitedReadings,
  loadClinicFiles,
  refreshHourlySummary,
  writeSimulatedReadings,
  type PipelineContext,
} from '@systole/etl';
import type { Work, WorkReport } from '@systole/jobs';
import type { SharedConfiguration } from '../configuration.ts';

/** How many hours before now the first simulation of a folder begins with. */
const FIRST_HOURS = 24;

/** What a run reports that found nothing to do. */
const NOTHING: WorkReport = {
  status: 'no_op',
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  error: null,
};

export function simulateTimeSeries(context: PipelineContext, configuration: SharedConfiguration): Work {
  return async ({ logger, signal, report }) => {
    const { CLINIC_DIRECTORY: folder, SIMULATION_SEED: seed, SIMULATE_READINGS: isOn } = configuration;
    if (!isOn) logger.info('nothing is made up: SIMULATE_READINGS is not set');
    const files = isOn
      ? await writeSimulatedReadings(context.pool, {
          folder,
          seed,
          hours: FIRST_HOURS,
          now: new Date(),
          signal,
        })
      : [];
    for (const file of files) logger.info('written', { file: path.basename(file) });
    report(files.length === 0 ? NOTHING : { ...NOTHING, status: 'success', inserted: files.length });
  };
}

export function etl(context: PipelineContext, configuration: SharedConfiguration): Work {
  return async ({ run, logger, signal, report }) => {
    const folder = configuration.CLINIC_DIRECTORY;
    const read = await loadClinicFiles(
      { ...context, logger, signal },
      {
        folder,
        invalidFolder: path.join(folder, 'invalid'),
        acceptedRanges: acceptedRanges(configuration),
        // Whoever asks for it may have mended what was wrong elsewhere than in the file.
        retryFailed: run.trigger === 'manual' || run.trigger === 'retry',
        onReport: report,
      },
    );
    if (read === 0) report(NOTHING);
  };
}

export function aggregateBiometrics(context: PipelineContext): Work {
  return async ({ logger, report }) => {
    const settings = { ...context, logger };
    const loaded = await loadAwaitedReadings(settings, 'schedule');
    if (loaded) report(loaded);
    await refreshHourlySummary(settings);
    logger.info('the hourly summary is up to date');
  };
}

export function trendAnalyzer(context: PipelineContext): Work {
  return async ({ run, logger, signal, report }) => {
    const { until, days } = run.parameters as { until?: string; days?: number };
    const settings = {
      trigger: run.trigger === 'manual' ? ('manual' as const) : ('schedule' as const),
      until: until === undefined ? new Date() : new Date(until),
      windowDays: days,
    };
    report(await analyseTrends({ ...context, logger, signal }, settings));
  };
}
