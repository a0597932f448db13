import { type SyncPtrRequest, SyncPtrStatus } from '../core/sync-ptr-status.js';
import { SyncFlag } from '../device/abi.js';
import { stateName } from '../device/pcm-state.js';
import { openFromOptions } from './device-from-options.js';
import { documentHead } from './document-head.js';
import { DEVICE_POSITIONAL, OPEN_OPTIONS, outputMode } from './options/common.js';
import { defineCommand } from './options/parse.js';
import { integer } from './options/types.js';
import type { FlagBit, SyncptrRecord } from './syncptr/text.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { writeOutput } from './text/terminal-output.js';

// The command always uses SYNC_PTR.
const { syncPtr: _, ...SYNCPTR_OPTIONS } = OPEN_OPTIONS;
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
  },
  examples: [
    { command: 'alsa-mmap syncptr sim --hwsync', summary: 'Read the pointers, hardware first' },
    { command: 'alsa-mmap syncptr sim --appl-ptr 512', summary: 'Write appl_ptr' },
  ],
  async run(values) {
    const device = await openFromOptions(values);
    try {
      const { hwsync, applPtr, availMin } = values;
      const request: SyncPtrRequest = { hwsync, applPtr, availMin };
      const flags = SyncPtrStatus.flagsFor(request);
      const before = readRecord(SyncPtrStatus.syncPtr(device));
      SyncPtrStatus.syncPtr(device, request);
      const after = readRecord(SyncPtrStatus.syncPtr(device));
      const { identity, params } = device;
      const { direction } = params;
      const result = { flags, bits: describeBits(flags, request), before, after };
      const mode = outputMode(values);
      if (mode === 'json') {
        const head = { ...documentHead('syncptr'), device: identity, direction };
        writeOutput(`${jsonLine({ ...head, ...result })}\n`);
      } else if (mode === 'text') {
        const { syncptrText } = await import('./syncptr/text.js');
        const text = syncptrText(identity, direction, result, chalkFor(values));
        writeOutput(`${text}\n`);
      }
      return 0;
    } finally {
      device.close();
    }
  },
});

function readRecord(record: SyncPtrStatus): SyncptrRecord {
  return {
    state: stateName(record.state()),
    hwPtr: record.hwPtr(),
    applPtr: record.applPtr(),
    availMin: record.availMin(),
  };
}

/** Effect of each bit of the flag word. APPL and AVAIL_MIN mean *read*: cleared, they write. */
function describeBits(flags: number, { applPtr, availMin }: SyncPtrRequest): FlagBit[] {
  const bit = (name: FlagBit['name'], whenSet: string, whenClear: string): FlagBit => {
    const set = (flags & SyncFlag[name]) !== 0;
    return { name, set, effect: set ? whenSet : whenClear };
  };
  return [
    bit('HWSYNC', 'updated hw_ptr from the hardware first', 'did not query the hardware'),
    bit('APPL', 'read appl_ptr from the kernel', `wrote appl_ptr ${applPtr} to the kernel`),
    bit('AVAIL_MIN', 'read avail_min from the kernel', `wrote avail_min ${availMin} to the kernel`),
  ];
}
