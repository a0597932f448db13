import { readWav } from '../audio/wav-reader.js';
import { AlsaMmapError } from '../device/errors.js';
import { KernelMemory } from '../observe/kernel-memory.js';
import { findForeign } from './foreign/find-stream.js';
import {
  DEVICE_POSITIONAL,
  OBSERVE_OPTIONS,
  OUTPUT_OPTIONS,
  STREAM_OPTIONS,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { path } from './options/types.js';
import { FILE_OPTIONS, STDOUT } from './stream/record-options.js';
import { targetFromOptions } from './stream/record-target.js';
import { openSource, runTap } from './tap/run.js';

export const tap = defineCommand({
  name: 'tap',
  positionals: {
    file: { summary: 'the WAV file to write, or - for stdout', required: true, completion: 'file' },
    device: DEVICE_POSITIONAL,
  },
  options: {
    ...OBSERVE_OPTIONS,
    duration: STREAM_OPTIONS.duration,
    failOn: STREAM_OPTIONS.failOn,
    ...FILE_OPTIONS,
    compare: {
      group: 'Files',
      type: path({ stdout: false }),
      conflictsWith: ['splitTime', 'splitSize', 'fillGaps'],
      summary: 'compare FILE with this WAV file at the end; exit with 7 if it is not bit for bit',
    },
    ...OUTPUT_OPTIONS,
  },
  examples: [
    {
      command: 'alsa-mmap tap heard.wav hw:1 -d 10',
      summary: 'Copy ten seconds of what another program plays',
    },
    {
      command: 'alsa-mmap tap heard.wav hw:1 --compare album.wav',
      summary: 'Check whether a player sends a file to the card bit for bit',
    },
    {
      command: 'alsa-mmap tap - --pid 1200 | sox -t wav - -n stat',
      summary: 'Pass the stream of a process on to another program',
    },
  ],
  async run(values) {
    const { compare, file } = values;
    if (compare !== undefined && file === STDOUT) {
      throw new AlsaMmapError('USAGE', '--compare needs a FILE, not -: it is read at the end');
    }
    const compareWith = compare === undefined ? undefined : readWav(compare);
    try {
      const kernel = values.kernel ? KernelMemory.open() : undefined;
      const source = openSource(findForeign(values), { hold: values.hold }, kernel);
      return await runTap(source, values, await targetFromOptions(values), compareWith);
    } finally {
      compareWith?.close();
    }
  },
});
