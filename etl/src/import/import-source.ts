import type { SourceFile } from '../extractors/source-file.ts';
import type { NamedDataset, Run } from '../ledger/runs.ts';
import type { PipelineContext } from '../pipeline.ts';
import type { AcceptedRanges } from '../quality/biometric-rules.ts';
import type { InvalidRowsFormat } from '../quality/invalid-rows.ts';
import type { LocalClock } from '../time/local-clock.ts';
import type { Inspection } from './inspection.ts';
import type { Resumption } from './resumption.ts';

/** What a file is read with. */
export interface ImportParts {
  /** Whose readings they are, where the file does not say. */
  readonly userId: string;
  readonly clock: LocalClock;
  readonly now: Date;
  readonly acceptedRanges: AcceptedRanges;
}

export type ImportPhase = 'checking' | 'loading' | 'summarising';

export interface ImportSettings {
  readonly format: ImportFormat;
  readonly path: string;
  /** Required where the format does not name users; where it does, renames the one person of the file. */
  readonly userId?: string | undefined;
  /** IANA zone of the file's wall-clock times; UTC without it, and then the users' zones on record stay as they are. */
  readonly timeZone?: string | undefined;
  /** Checks the file and loads nothing. */
  readonly dryRun: boolean;
  readonly batchSize?: number | undefined;
  /** Outside of which a patient's reading is marked as an outlier; the declared ranges where it is not given. */
  readonly acceptedRanges?: AcceptedRanges | undefined;
  /** Folder for the rejected rows of a file of rows, as a file of the same kind; none where it is not given. */
  readonly invalidFolder?: string | undefined;
  readonly onProgress: (phase: ImportPhase, rows: number, totalRows: number | undefined) => void;
}

/** A file that has been checked, and the run that loads it. */
export interface CheckedImport {
  readonly settings: ImportSettings;
  readonly file: SourceFile;
  readonly parts: ImportParts;
  readonly inspection: Inspection;
  readonly resumption: Resumption;
  readonly run: Run;
}

/** How one dataset comes out of a file of some format: checked, loaded, summarised. */
export interface ImportSource {
  readonly dataset: NamedDataset;
  /**
   * Reads the file to its end and loads nothing.
   * @param onRows called with the number of rows seen so far
   * @throws {SourceFileError} if the file cannot be read as what it is said to be
   */
  readonly inspect: (
    file: SourceFile,
    parts: ImportParts,
    onRows: (rows: number) => void,
    signal?: AbortSignal,
  ) => Promise<Inspection>;
  /** Reads the file again and loads it, batch by batch, each with its entry in the ledger. */
  readonly load: (context: PipelineContext, checked: CheckedImport) => Promise<void>;
  /** What follows from rows that have been loaded: coverage, rollups. */
  readonly summarise: (context: PipelineContext, checked: CheckedImport) => Promise<void>;
  /** How rejected rows are written for whoever sent the file; not there where they are only quarantined. */
  readonly invalidRowsAs?: InvalidRowsFormat;
}

export interface ImportFormat {
  readonly key: string;
  readonly description: string;
  /** Who says whose readings a file holds: the file, or whoever imports it; `none` where they are no user's. */
  readonly users: 'named' | 'given' | 'none';
  readonly sources: readonly ImportSource[];
}
