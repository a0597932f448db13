import { DEVICE_POSITIONAL, STREAM_COMMAND_OPTIONS } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { FILE_OPTIONS } from './stream/record-options.js';

/** Capacity between ring and file: time that the disk may stall without a loss. */
const FIFO_SECONDS = 4;

export const record = defineCommand({
  name: 'record',
  positionals: {
    file: { summary: 'the WAV file to write, or - for stdout', required: true, completion: 'file' },
    device: DEVICE_POSITIONAL,
  },
  options: { ...STREAM_COMMAND_OPTIONS, ...FILE_OPTIONS },
  examples: [
    {
      command: 'alsa-mmap record take.wav hw:1 -f S32_LE -r 96k -d 1h30m',
      summary: 'Record 90 minutes at 96 kHz',
    },
    {
      command: 'alsa-mmap record day.wav hw:1 --split-time 1h',
      summary: 'Record until Ctrl-C, one file per hour',
    },
    {
      command: 'alsa-mmap record take-%Y%m%d-%H%M%S.wav hw:1',
      summary: 'Name the file by the local time',
    },
    {
      command: 'alsa-mmap record - hw:1 | sox -t wav - take.flac',
      summary: 'Compress while recording',
    },
  ],
  async run(values) {
    const [{ jobFromOptions }, { targetFromOptions }, { RecordClient }, { runStream }] =
      await Promise.all([
        import('./stream/job-from-options.js'),
        import('./stream/record-target.js'),
        import('./stream/record-client.js'),
        import('./stream/run-stream.js'),
      ]);
    const common = jobFromOptions(values, 'capture');
    const target = await targetFromOptions(values);
    const job = { kind: 'record', ...common, fifoSeconds: FIFO_SECONDS } as const;
    const metered = values.json || !values.quiet;
    return runStream('record', job, values, new RecordClient(target, metered));
  },
});
