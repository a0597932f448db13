import { type SyncPtrRequest, SyncPtrStatus } from '../../core/sync-ptr-status.js';
import { SyncFlag } from '../../device/abi.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { stateName } from '../../device/pcm-state.js';

/** One record of the ioctl; pointers in frames. */
export interface SyncptrRecord {
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  readonly availMin: number;
}

/** A bit of the flag word, and its effect. */
export interface FlagBit {
  readonly name: keyof typeof SyncFlag;
  readonly set: boolean;
  readonly effect: string;
}

/** One call, and the record before and after. */
export interface SyncptrCall {
  readonly flags: number;
  readonly bits: readonly FlagBit[];
  readonly before: SyncptrRecord;
  readonly after: SyncptrRecord;
  /** Name of the errno; null if the call succeeded. */
  readonly errno: string | null;
}

/** Makes a call, and reads the record before and after. */
export function makeCall(device: PcmDevice, request: SyncPtrRequest): Omit<SyncptrCall, 'errno'> {
  const before = readRecord(device);
  SyncPtrStatus.syncPtr(device, request);
  return describeCall(request, before, readRecord(device));
}

/**
 * Makes a call with each of the eight flag words, in the order of their numbers. A clear APPL or
 * AVAIL_MIN writes the value of the request, or the stream's own value again.
 */
export function makeAllCalls(
  device: PcmDevice,
  { applPtr, availMin }: Pick<SyncPtrRequest, 'applPtr' | 'availMin'>,
): SyncptrCall[] {
  return Array.from({ length: 8 }, (_, flags) => {
    const before = readRecord(device);
    const isClear = (name: keyof typeof SyncFlag) => (flags & SyncFlag[name]) === 0;
    const request = {
      hwsync: !isClear('HWSYNC'),
      applPtr: isClear('APPL') ? (applPtr ?? before.applPtr) : undefined,
      availMin: isClear('AVAIL_MIN') ? (availMin ?? before.availMin) : undefined,
    };
    let errno: string | null = null;
    try {
      SyncPtrStatus.syncPtr(device, request);
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.errno === undefined) throw error;
      errno = error.errno;
    }
    return { ...describeCall(request, before, readRecord(device)), errno };
  });
}

function describeCall(
  request: SyncPtrRequest,
  before: SyncptrRecord,
  after: SyncptrRecord,
): Omit<SyncptrCall, 'errno'> {
  const flags = SyncPtrStatus.flagsFor(request);
  return { flags, bits: describeBits(flags, request), before, after };
}

/** Reads the record without changing it: flags 6. */
export function readRecord(device: PcmDevice): SyncptrRecord {
  const record = SyncPtrStatus.syncPtr(device);
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
