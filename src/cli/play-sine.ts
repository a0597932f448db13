import type { CommandSpec, Values } from './command.js';
import { DEVICE_OPTIONS, number, OUTPUT_OPTIONS, STREAM_OPTIONS } from './options.js';
import { deviceName, requestOf } from './request.js';
import { runStream } from './run-stream.js';

const DEFAULT_FREQ_HZ = 440;
const DEFAULT_LEVEL_DBFS = -12;

export const playSine: CommandSpec = {
  name: 'play-sine',
  summary: 'Play a sine, written into the ring in place',
  positionals: [{ name: 'DEVICE', describe: 'such as hw:1 or sim', required: false }],
  options: {
    ...DEVICE_OPTIONS,
    freq: {
      value: 'HZ',
      describe: `frequency; ${DEFAULT_FREQ_HZ}`,
      takes: 'Hz above 0',
      read: number(0.001, 5_000_000),
    },
    level: {
      value: 'DBFS',
      describe: `peak level, 0 is full scale; ${DEFAULT_LEVEL_DBFS}`,
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
    device: deviceName(values, 'playback'),
    request: requestOf(values, 'playback'),
    durationSeconds: (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY,
    syncPtr: values['sync-ptr'] === true,
    freqHz,
    levelDbfs,
  } as const;
  const tone = `${freqHz} Hz at ${levelDbfs} dBFS`;
  return runStream('play-sine', job, values, {
    begin: () => {},
    turn: () => {},
    remark: () => tone,
    end: () => ({ freqHz, levelDbfs }),
  });
}
