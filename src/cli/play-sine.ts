import { DEVICE_POSITIONAL, STREAM_COMMAND_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { number } from './options/types.js';

export const playSine = defineCommand({
  name: 'play-sine',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    ...STREAM_COMMAND_OPTIONS,
    freq: {
      group: 'Signal',
      type: number(0.001, 5_000_000, 'HZ', 'Hz'),
      default: 440,
      summary: 'frequency',
    },
    level: {
      group: 'Signal',
      type: number(-200, 0, 'DBFS', 'dBFS'),
      default: -12,
      summary: 'peak level; 0 is full scale',
    },
  },
  examples: [
    {
      command: 'alsa-mmap play-sine hw:1 --freq 1000 --level -6 -d 5',
      summary: 'Play 1 kHz at -6 dBFS for 5 seconds',
    },
    {
      command: 'alsa-mmap play-sine hw:1 --realtime --buffer-size 10ms --fail-on xrun -d 1m',
      summary: 'Test a short ring for a minute; exit with 6 after an xrun',
    },
  ],
  async run(values) {
    const { jobFromOptions } = await import('./stream/job-from-options.js');
    const { runStream } = await import('./stream/run-stream.js');
    const { freq: freqHz, level: levelDbfs } = values;
    const common = jobFromOptions(values, 'playback');
    return runStream('play-sine', { kind: 'play-sine', ...common, freqHz, levelDbfs }, values, {
      verb: 'played',
      subject: `sine of ${freqHz} Hz at ${levelDbfs} dBFS`,
      close: () => ({ fields: { freqHz, levelDbfs }, rows: [] }),
    });
  },
});
