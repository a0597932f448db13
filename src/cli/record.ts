import type { CommandSpec, OptionSpec, Values } from './command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  number,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { streamJob } from './stream/job.js';
import { recordTarget } from './stream/record-target.js';
import { runStream } from './stream/run-stream.js';
import { WavSide } from './stream/wav-side.js';
import { parseByteCount } from './text/byte-count.js';

/** How long the disk may stand still before frames are lost. */
const FIFO_SECONDS = 4;

/** Header and frame of the widest stream find room in it. */
const LEAST_BYTES = 16_384;

const FILE_OPTIONS = {
  'split-time': {
    value: 'SECONDS',
    describe: 'begin a new file after so many: FILE-0001, FILE-0002 and so on',
    takes: 'seconds, at least 0.01',
    read: number(0.01, 1e9),
  },
  'split-size': {
    value: 'BYTES',
    describe: 'begin a new file before one becomes longer; k, M, G, T are powers of 1024',
    takes: 'bytes such as 700M, at least 16k',
    read: (text: string) => {
      const bytes = parseByteCount(text);
      return bytes !== undefined && bytes >= LEAST_BYTES ? bytes : undefined;
    },
  },
  gaps: {
    value: 'FILE',
    describe: 'account for every gap in the recording there, in lines of JSON',
    takes: 'the name of a file',
    read: (text: string) => (text === '' || text === '-' ? undefined : text),
  },
  'fill-gaps': { describe: 'put silence in place of lost frames, so that time stays true' },
} satisfies Record<string, OptionSpec>;

export const record: CommandSpec = {
  name: 'record',
  summary: 'Record the ring into a WAV file',
  positionals: [
    { name: 'FILE', describe: 'the WAV file to write, or - for stdout', required: true },
    DEVICE_POSITIONAL,
  ],
  options: { ...DEVICE_OPTIONS, ...FILE_OPTIONS, ...STREAM_OPTIONS, ...OUTPUT_OPTIONS },
  run,
};

async function run(values: Values): Promise<number> {
  const target = recordTarget(values);
  const job = {
    kind: 'record',
    ...streamJob(values, 'capture'),
    fifoSeconds: FIFO_SECONDS,
  } as const;
  const metered = values['quiet'] !== true || values['json'] === true;
  return runStream('record', job, values, new WavSide(target, metered));
}
