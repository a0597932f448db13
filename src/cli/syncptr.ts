import { openFromOptions } from './device-from-options.js';
import { documentHead } from './document-head.js';
import { DEVICE_POSITIONAL, OPEN_OPTIONS, outputMode, TSV_OPTION } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { integer } from './options/types.js';
import { makeAllCalls, makeCall, readRecord } from './syncptr/call.js';
import { refuseDangerous } from './syncptr/danger.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { writeOutput } from './text/terminal-output.js';
import { tsvMembers } from './text/tsv.js';

// The command always uses SYNC_PTR.
const { syncPtr: _, ...SYNCPTR_OPTIONS } = { ...OPEN_OPTIONS, ...TSV_OPTION };
const FRAMES = integer(0, 2 ** 53, 'FRAMES', 'frames');

export const syncptr = defineCommand({
  name: 'syncptr',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    ...SYNCPTR_OPTIONS,
    hwsync: {
      group: 'Measurement',
      type: 'flag',
      summary: 'set HWSYNC: read the position from the hardware first',
    },
    applPtr: {
      group: 'Measurement',
      type: FRAMES,
      summary: 'clear APPL: write this appl_ptr to the kernel',
    },
    availMin: {
      group: 'Measurement',
      type: FRAMES,
      summary: 'clear AVAIL_MIN: write this avail_min to the kernel',
    },
    all: {
      group: 'Measurement',
      type: 'flag',
      conflictsWith: ['hwsync'],
      summary: 'make a call with each of the eight flag words, one after the other',
    },
    force: {
      group: 'Measurement',
      type: 'flag',
      summary: 'write values that stop the stream, or make poll(2) useless',
    },
  },
  examples: [
    { command: 'alsa-mmap syncptr sim --hwsync', summary: 'Read the pointers, hardware first' },
    { command: 'alsa-mmap syncptr sim --appl-ptr 512', summary: 'Write appl_ptr' },
    {
      command: 'alsa-mmap syncptr sim --all --appl-ptr 512',
      summary: 'Show what each flag word does',
    },
  ],
  async run(values) {
    const device = await openFromOptions(values);
    try {
      const { hwsync, applPtr, availMin } = values;
      const { identity, params } = device;
      if (!values.force) refuseDangerous(params, readRecord(device), { applPtr, availMin });
      const result = values.all
        ? { calls: makeAllCalls(device, { applPtr, availMin }) }
        : makeCall(device, { hwsync, applPtr, availMin });
      const mode = outputMode(values);
      if (mode === 'json' || mode === 'tsv') {
        const head = { ...documentHead('syncptr'), device: identity, direction: params.direction };
        const document = { ...head, ...result };
        writeOutput(`${mode === 'json' ? jsonLine(document) : tsvMembers(document)}\n`);
      } else if (mode === 'text') {
        const { allCallsText, syncptrTitle, syncptrText } = await import('./syncptr/text.js');
        const paint = chalkFor(values);
        const text =
          'calls' in result ? allCallsText(result.calls, paint) : syncptrText(result, paint);
        writeOutput(`${syncptrTitle(identity, params.direction, paint)}${text}\n`);
      }
      return 0;
    } finally {
      device.close();
    }
  },
});
