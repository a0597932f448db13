import { resolve } from 'node:path';
import { PipeSink } from '../../audio/pipe-sink.js';
import type { WavParams } from '../../audio/wav-fmt.js';
import { seriesPath, WavSeries } from '../../audio/wav-series.js';
import { WavWriter } from '../../audio/wav-writer.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { OptionValues } from '../command.js';
import { GapsFile } from './gaps-file.js';

/** The FILE that stands for stdout. */
const STDOUT = '-';

/** Where a recording goes, and the account of what it lacks. */
export interface RecordTarget extends GapOptions {
  /** As it was named. */
  readonly file: string;
  /** For people: `into take.wav`. */
  readonly subject: string;
  /** Stdout, where that is the recording. */
  readonly pipe: PipeSink | undefined;
  /** Makes the file, or the first of them. */
  open(params: WavParams): WavSeries;
}

interface GapOptions {
  /** Silence is to stand in place of what was lost. */
  readonly fillGaps: boolean;
  /** Makes the account, where one is asked for. */
  openGapsFile(): GapsFile | undefined;
}

/** @throws USAGE where the words exclude each other, or stdout is a terminal */
export function targetFromOptions(values: OptionValues): RecordTarget {
  const file = String(values['FILE']);
  const seconds = values['split-time'] as number | undefined;
  const maxBytes = values['split-size'] as number | undefined;
  const gaps = gapOptions(values, file);
  if (file === STDOUT) return { ...gaps, ...stdoutTarget(values) };
  if (seconds === undefined && maxBytes === undefined) {
    const open = (params: WavParams) => new WavSeries(file, params);
    return { ...gaps, file, subject: `into ${file}`, pipe: undefined, open };
  }
  return {
    ...gaps,
    file,
    subject: `into ${seriesPath(file, 1)} and on`,
    pipe: undefined,
    open(params) {
      const maxFrames =
        seconds === undefined ? undefined : Math.max(1, Math.round(seconds * params.rateHz));
      return new WavSeries(file, params, { maxFrames, maxBytes });
    },
  };
}

function gapOptions(values: OptionValues, file: string): GapOptions {
  const path = values['gaps'] as string | undefined;
  if (path !== undefined && resolve(path) === resolve(file)) {
    throw new AlsaMmapError('USAGE', `--gaps and FILE are both ${file}: name two files`);
  }
  return {
    fillGaps: values['fill-gaps'] === true,
    openGapsFile: () => (path === undefined ? undefined : new GapsFile(path)),
  };
}

function stdoutTarget(values: OptionValues): Omit<RecordTarget, keyof GapOptions> {
  for (const option of ['json', 'split-time', 'split-size']) {
    if (values[option] === undefined || values[option] === false) continue;
    throw new AlsaMmapError(
      'USAGE',
      `--${option} and FILE - exclude each other: stdout is the recording; name a file`,
    );
  }
  // Asking for it makes a pipe that does not block.
  if (process.stdout.isTTY) {
    throw new AlsaMmapError('USAGE', 'stdout is a terminal: name a file, or redirect it');
  }
  const pipe = new PipeSink(1, 'stdout');
  const open = (params: WavParams) =>
    new WavSeries(STDOUT, params, undefined, () => new WavWriter(pipe, params));
  return { file: STDOUT, subject: 'into stdout', pipe, open };
}
