import { type SyncPtrRequest, SyncPtrStatus } from '../core/sync-ptr-status.js';
import { SyncFlag } from '../device/abi.js';
import { stateName } from '../device/pcm-state.js';
import type { CommandSpec, OptionValues } from './command.js';
import { openFromOptions } from './device-from-options.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  integerBetween,
  OUTPUT_OPTIONS,
} from './options.js';
import type { FlagBit, SyncptrRecord } from './syncptr/result.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';

const { 'sync-ptr': _, ...DEVICE } = DEVICE_OPTIONS;
const FRAMES = {
  placeholder: 'FRAMES',
  expects: 'a whole number of frames',
  parse: integerBetween(0, 2 ** 53),
};

export const syncptr: CommandSpec = {
  name: 'syncptr',
  summary: 'The SYNC_PTR ioctl itself: flags, before and after, what each bit did',
  positionals: [DEVICE_POSITIONAL],
  options: {
    ...DEVICE,
    ...DIRECTION_OPTIONS,
    hwsync: { summary: 'set HWSYNC: ask the hardware for its position first' },
    'appl-ptr': { ...FRAMES, summary: 'clear APPL: write this appl_ptr to the kernel' },
    'avail-min': { ...FRAMES, summary: 'clear AVAIL_MIN: write this avail_min to the kernel' },
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: OptionValues): Promise<number> {
  const device = await openFromOptions(values);
  try {
    const request: SyncPtrRequest = {
      hwsync: values['hwsync'] === true,
      applPtr: values['appl-ptr'] as number | undefined,
      availMin: values['avail-min'] as number | undefined,
    };
    const flags = SyncPtrStatus.flagsFor(request);
    const before = readRecord(SyncPtrStatus.syncPtr(device));
    SyncPtrStatus.syncPtr(device, request);
    const after = readRecord(SyncPtrStatus.syncPtr(device));
    const { identity, params } = device;
    const facts = { flags, bits: describeBits(flags, request), before, after };
    if (values['json'] === true) {
      const { direction } = params;
      const head = { schema: 'alsa-mmap.syncptr/1', device: identity, direction };
      process.stdout.write(`${jsonLine({ ...head, ...facts })}\n`);
    } else if (values['quiet'] !== true) {
      const { syncptrText } = await import('./syncptr/text.js');
      process.stdout.write(`${syncptrText(identity, params.direction, facts, chalkFor(values))}\n`);
    }
    return 0;
  } finally {
    device.close();
  }
}

function readRecord(record: SyncPtrStatus): SyncptrRecord {
  return {
    state: stateName(record.state()),
    hwPtr: record.hwPtr(),
    applPtr: record.applPtr(),
    availMin: record.availMin(),
  };
}

/** What each bit of the flag word did. APPL and AVAIL_MIN mean *get*: cleared, they write. */
function describeBits(flags: number, { applPtr, availMin }: SyncPtrRequest): FlagBit[] {
  const bit = (name: FlagBit['name'], whenSet: string, whenClear: string): FlagBit => {
    const set = (flags & SyncFlag[name]) !== 0;
    return { name, set, effect: set ? whenSet : whenClear };
  };
  return [
    bit('HWSYNC', 'asked the hardware for its position first', 'did not ask the hardware'),
    bit('APPL', 'read appl_ptr from the kernel', `wrote appl_ptr ${applPtr} to the kernel`),
    bit('AVAIL_MIN', 'read avail_min from the kernel', `wrote avail_min ${availMin} to the kernel`),
  ];
}
