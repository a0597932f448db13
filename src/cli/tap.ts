import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { integer } from './options/types.js';
import { FILE_OPTIONS, targetFromOptions } from './stream/record-target.js';
import { findTapped } from './tap/find-stream.js';
import { openSource, runTap } from './tap/run.js';

export const tap = defineCommand({
  name: 'tap',
  positionals: {
    file: { summary: 'the WAV file to write, or - for stdout', required: true, completion: 'file' },
    device: DEVICE_POSITIONAL,
  },
  options: {
    deviceOption: DEVICE_OPTIONS.deviceOption,
    ...DIRECTION_OPTIONS,
    pid: {
      group: 'Device',
      type: integer(1, 2 ** 22, 'PID'),
      summary: 'copy the stream that this process has open',
    },
    duration: STREAM_OPTIONS.duration,
    failOn: STREAM_OPTIONS.failOn,
    ...FILE_OPTIONS,
    ...OUTPUT_OPTIONS,
  },
  examples: [
    {
      command: 'alsa-mmap tap heard.wav hw:1 -d 10',
      summary: 'Copy ten seconds of what another program plays',
    },
    {
      command: 'alsa-mmap tap - --pid 1200 | sox -t wav - -n stat',
      summary: 'Pass the stream of a process on to another program',
    },
  ],
  async run(values) {
    const source = openSource(findTapped(values));
    return runTap(source, values, await targetFromOptions(values));
  },
});
