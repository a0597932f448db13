import type { CommandSpec, OptionValues } from './command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  numberBetween,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { jobFromOptions } from './stream/job-from-options.js';
import { runStream } from './stream/run-stream.js';
import { NO_DETAIL } from './stream/stream-client.js';

const DEFAULT_FREQ_HZ = 440;
const DEFAULT_LEVEL_DBFS = -12;

export const playSine: CommandSpec = {
  name: 'play-sine',
  summary: 'Play a sine, written into the ring in place',
  positionals: [DEVICE_POSITIONAL],
  options: {
    ...DEVICE_OPTIONS,
    freq: {
      placeholder: 'HZ',
      summary: `frequency (default ${DEFAULT_FREQ_HZ})`,
      expects: 'Hz from 0.001 to 5000000',
      parse: numberBetween(0.001, 5_000_000),
    },
    level: {
      placeholder: 'DBFS',
      summary: `peak level, where 0 is full scale (default ${DEFAULT_LEVEL_DBFS})`,
      expects: 'dBFS from -200 to 0',
      parse: numberBetween(-200, 0),
    },
    ...STREAM_OPTIONS,
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: OptionValues): Promise<number> {
  const freqHz = (values['freq'] as number | undefined) ?? DEFAULT_FREQ_HZ;
  const levelDbfs = (values['level'] as number | undefined) ?? DEFAULT_LEVEL_DBFS;
  const job = {
    kind: 'play-sine',
    ...jobFromOptions(values, 'playback'),
    freqHz,
    levelDbfs,
  } as const;
  return runStream('play-sine', job, values, {
    verb: 'played',
    subject: `sine of ${freqHz} Hz at ${levelDbfs} dBFS`,
    open: () => {},
    service: () => {},
    progressDetail: () => NO_DETAIL,
    close: () => ({ fields: { freqHz, levelDbfs }, rows: [] }),
  });
}
