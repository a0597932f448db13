import type { CommandSpec, OptionSpec, OptionValues } from './command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  numberBetween,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { jobFromOptions } from './stream/job-from-options.js';
import { RecordClient } from './stream/record-client.js';
import { targetFromOptions } from './stream/record-target.js';
import { runStream } from './stream/run-stream.js';
import { parseByteCount } from './text/byte-count.js';

/** How long the disk may stand still before frames are lost. */
const FIFO_SECONDS = 4;

/** Header and frame of the widest stream find room in it. */
const MIN_SPLIT_BYTES = 16_384;

const FILE_OPTIONS = {
  'split-time': {
    placeholder: 'SECONDS',
    summary: 'begin a new file after so many: FILE-0001, FILE-0002 and so on',
    expects: 'seconds, at least 0.01',
    parse: numberBetween(0.01, 1e9),
  },
  'split-size': {
    placeholder: 'BYTES',
    summary: 'begin a new file before one becomes longer; k, M, G, T are powers of 1024',
    expects: 'bytes such as 700M, at least 16k',
    parse: (text: string) => {
      const bytes = parseByteCount(text);
      return bytes !== undefined && bytes >= MIN_SPLIT_BYTES ? bytes : undefined;
    },
  },
  gaps: {
    placeholder: 'FILE',
    summary: 'account for every gap in the recording there, in lines of JSON',
    expects: 'the name of a file',
    parse: (text: string) => (text === '' || text === '-' ? undefined : text),
  },
  'fill-gaps': { summary: 'put silence in place of lost frames, so that time stays true' },
} satisfies Record<string, OptionSpec>;

export const record: CommandSpec = {
  name: 'record',
  summary: 'Record the ring into a WAV file',
  positionals: [
    { name: 'FILE', summary: 'the WAV file to write, or - for stdout', required: true },
    DEVICE_POSITIONAL,
  ],
  options: { ...DEVICE_OPTIONS, ...FILE_OPTIONS, ...STREAM_OPTIONS, ...OUTPUT_OPTIONS },
  run,
};

async function run(values: OptionValues): Promise<number> {
  const target = targetFromOptions(values);
  const job = {
    kind: 'record',
    ...jobFromOptions(values, 'capture'),
    fifoSeconds: FIFO_SECONDS,
  } as const;
  const metered = values['quiet'] !== true || values['json'] === true;
  return runStream('record', job, values, new RecordClient(target, metered));
}
