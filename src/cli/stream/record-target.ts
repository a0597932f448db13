import { isSameFile } from '../../audio/file-identity.js';
import {
  InheritedFileSink,
  isRegularFile,
  wasClosedAtStart,
} from '../../audio/inherited-file-sink.js';
import { openNamedPipe, PipeSink } from '../../audio/pipe-sink.js';
import type { WavParams } from '../../audio/wav-fmt.js';
import { WavSeries } from '../../audio/wav-series.js';
import { createWav, WavWriter } from '../../audio/wav-writer.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { OutputValues } from '../options/common.js';
import { optionName, type ValuesOf } from '../options/spec.js';
import { handleErrors } from '../text/standard-streams.js';
import { GapsFile } from './gaps-file.js';
import { type FILE_OPTIONS, STDOUT } from './record-options.js';

const STDOUT_PATH = '/proc/self/fd/1';
/** Paths of stdout: opened by path, a pipe would be a second, blocking description of it. */
const STDOUT_PATHS = new Set([STDOUT_PATH, '/dev/stdout', '/dev/fd/1']);

/** Destination of a recording, and of the report of its gaps. */
export interface RecordTarget {
  /** The FILE argument; `-` for stdout by any name. */
  readonly file: string;
  /** True if the recording is split into a series of files. */
  readonly isSplit: boolean;
  /** Stdout if it is not a regular file; FILE if it is a pipe. */
  readonly pipe: PipeSink | undefined;
  /** Lost frames are replaced by silence. */
  readonly fillGaps: boolean;
  /** Creates the file, or the first of a series. */
  open(params: WavParams): WavSeries;
  /** Creates the gap report, if one is requested. */
  openGapsFile(): GapsFile | undefined;
}

type TargetValues = { readonly file: string } & ValuesOf<typeof FILE_OPTIONS> &
  Pick<OutputValues, 'json'>;

/**
 * Returns the target of the options; waits for the reader if FILE is a pipe.
 * @throws USAGE if the options contradict each other, or stdout is a terminal; FAILED if it is
 *   closed
 */
export async function targetFromOptions(values: TargetValues): Promise<RecordTarget> {
  const { gaps, fillGaps, splitTime, splitSize: maxBytes } = values;
  const file = STDOUT_PATHS.has(values.file) ? STDOUT : values.file;
  const isSplit = splitTime !== undefined || maxBytes !== undefined;
  if (gaps !== undefined) assertDistinct(gaps, file === STDOUT ? STDOUT_PATH : file);
  const pipe = file === STDOUT ? stdoutPipe(values) : isSplit ? undefined : await filePipe(file);
  const gapsPipe = gaps === undefined ? undefined : await openNamedPipe(gaps);
  const createWriter = (path: string, params: WavParams) => {
    if (pipe !== undefined) return new WavWriter(pipe, params);
    if (file === STDOUT) return new WavWriter(new InheritedFileSink(1, 'stdout'), params);
    if (gaps !== undefined) assertDistinct(gaps, path);
    return createWav(path, params);
  };
  return {
    file,
    isSplit,
    pipe,
    fillGaps,
    open(params) {
      const splitFrames = splitTime && Math.max(1, Math.round(splitTime * params.rateHz));
      const split = isSplit ? { maxFrames: splitFrames, maxBytes } : undefined;
      return new WavSeries(file, params, split, (path) => createWriter(path, params));
    },
    openGapsFile: () => (gaps === undefined ? undefined : new GapsFile(gaps, gapsPipe)),
  };
}

/** @throws USAGE if both paths are one file, also by a link */
function assertDistinct(gaps: string, file: string): void {
  if (!isSameFile(gaps, file)) return;
  throw new AlsaMmapError('USAGE', `--gaps and FILE are the same file, ${file}`);
}

async function filePipe(file: string): Promise<PipeSink | undefined> {
  const descriptor = await openNamedPipe(file);
  return descriptor === undefined ? undefined : new PipeSink(descriptor, file);
}

/** Returns undefined if stdout is a regular file. */
function stdoutPipe(values: TargetValues): PipeSink | undefined {
  for (const key of ['json', 'splitTime', 'splitSize'] as const) {
    if (values[key] === undefined || values[key] === false) continue;
    throw new AlsaMmapError(
      'USAGE',
      `--${optionName(key)} and FILE - cannot be combined: stdout carries the recording`,
    );
  }
  // Reading isTTY creates process.stdout, which makes a pipe non-blocking.
  if (handleErrors(process.stdout).isTTY) {
    throw new AlsaMmapError('USAGE', 'stdout is a terminal; give a file name, or redirect stdout');
  }
  if (wasClosedAtStart(1)) {
    const remedy = 'redirect it to a file or a pipe, or give a file name';
    throw new AlsaMmapError('FAILED', `stdout is closed; ${remedy}`);
  }
  return isRegularFile(1) ? undefined : new PipeSink(1, 'stdout');
}
