import type { WavParams } from '../audio/wav-fmt.js';
import { PipeSink } from '../audio/wav-pipe-sink.js';
import { seriesPath, WavSeries } from '../audio/wav-series.js';
import { WavWriter } from '../audio/wav-writer.js';
import { AlsaMmapError } from '../device/errors.js';
import type { Values } from './command.js';

/** The FILE that stands for stdout. */
const STDOUT = '-';

/** Where a recording goes. */
export interface RecordTarget {
  /** As it was named. */
  readonly file: string;
  /** For people: `into take.wav`. */
  readonly subject: string;
  /** Stdout, where that is the recording. */
  readonly pipe: PipeSink | undefined;
  /** Makes the file, or the first of them. */
  open(params: WavParams): WavSeries;
}

/** @throws USAGE where the words exclude each other, or stdout is a terminal */
export function recordTarget(values: Values): RecordTarget {
  const file = String(values['FILE']);
  const seconds = values['split-time'] as number | undefined;
  const bytes = values['split-size'] as number | undefined;
  if (file === STDOUT) return stdoutTarget(values);
  if (seconds === undefined && bytes === undefined) {
    const open = (params: WavParams) => new WavSeries(file, params);
    return { file, subject: `into ${file}`, pipe: undefined, open };
  }
  return {
    file,
    subject: `into ${seriesPath(file, 1)} and on`,
    pipe: undefined,
    open(params) {
      const frames =
        seconds === undefined ? undefined : Math.max(1, Math.round(seconds * params.rateHz));
      return new WavSeries(file, params, { frames, bytes });
    },
  };
}

function stdoutTarget(values: Values): RecordTarget {
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
