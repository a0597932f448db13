import type { CommandSpec, Values } from './command.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  number,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options.js';
import { streamJob } from './stream/job.js';
import { runStream } from './stream/run-stream.js';
import { NO_REMARK } from './stream/side.js';

const DEFAULT_FREQ_HZ = 440;
const DEFAULT_LEVEL_DBFS = -12;

export const playSine: CommandSpec = {
  name: 'play-sine',
  summary: 'Play a sine, written into the ring in place',
  positionals: [DEVICE_POSITIONAL],
  options: {
    ...DEVICE_OPTIONS,
    freq: {
      value: 'HZ',
      describe: `frequency (default ${DEFAULT_FREQ_HZ})`,
      takes: 'Hz from 0.001 to 5000000',
      read: number(0.001, 5_000_000),
    },
    level: {
      value: 'DBFS',
      describe: `peak level, where 0 is full scale (default ${DEFAULT_LEVEL_DBFS})`,
      takes: 'dBFS from -200 to 0',
      read: number(-200, 0),
    },
    ...STREAM_OPTIONS,
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: Values): Promise<number> {
  const freqHz = (values['freq'] as number | undefined) ?? DEFAULT_FREQ_HZ;
  const levelDbfs = (values['level'] as number | undefined) ?? DEFAULT_LEVEL_DBFS;
  const job = {
    kind: 'play-sine',
    ...streamJob(values, 'playback'),
    freqHz,
    levelDbfs,
  } as const;
  return runStream('play-sine', job, values, {
    deed: 'played',
    subject: `sine of ${freqHz} Hz at ${levelDbfs} dBFS`,
    begin: () => {},
    turn: () => {},
    remark: () => NO_REMARK,
    end: () => ({ figures: { freqHz, levelDbfs }, rows: [] }),
  });
}
