/**
 * Kernel structures that are read in memory, as byte offsets on a 64-bit machine (sound/asound.h).
 * native/abi.cc asserts the same numbers when the addon is compiled; a test compares the two.
 */

/** `struct snd_pcm_mmap_status`. */
export const MMAP_STATUS = {
  state: 0,
  hwPtr: 8,
  tstampSec: 16,
  tstampNsec: 24,
  suspendedState: 32,
  audioTstampSec: 40,
  audioTstampNsec: 48,
  size: 56,
} as const;

/** `struct snd_pcm_mmap_control`. */
export const MMAP_CONTROL = { applPtr: 0, availMin: 8, size: 16 } as const;

/** `struct snd_pcm_sync_ptr`: flags, then both of the above in 64 bytes each. */
export const SYNC_PTR = { flags: 0, status: 8, control: 72, size: 136 } as const;

/** `struct snd_pcm_status`, the structure of STATUS_EXT. */
export const PCM_STATUS = {
  state: 0,
  triggerSec: 8,
  triggerNsec: 16,
  tstampSec: 24,
  tstampNsec: 32,
  applPtr: 40,
  hwPtr: 48,
  delay: 56,
  avail: 64,
  size: 152,
} as const;

/**
 * `struct snd_pcm_hw_params`, the structure of HW_REFINE. The counts include the kernel's reserved
 * masks and intervals; `intervalMax` is an offset inside a `struct snd_interval`.
 */
export const HW_PARAMS = {
  masks: 4,
  maskCount: 8,
  intervals: 260,
  intervalCount: 21,
  intervalMax: 4,
  intervalBytes: 12,
  rmask: 512,
  info: 520,
  msbits: 524,
  fifoSize: 536,
  syncId: 544,
  syncIdBytes: 16,
  size: 608,
} as const;

/** Offsets of the pages in a PCM's mmap space (`SNDRV_PCM_MMAP_OFFSET_*_NEW`). */
export const MMAP_OFFSET = { status: 0x8200_0000, control: 0x8300_0000 } as const;

/** Flags of SYNC_PTR. APPL and AVAIL_MIN set mean *get*; cleared they **write**. */
export const SyncFlag = { HWSYNC: 1, APPL: 2, AVAIL_MIN: 4 } as const;

/** `SNDRV_PCM_INFO_*` (sound/asound.h); alsa-lib hides bits 28 to 31. */
export const InfoFlag = {
  MMAP: 0x1,
  MMAP_VALID: 0x2,
  DOUBLE: 0x4,
  BATCH: 0x10,
  SYNC_APPLPTR: 0x20,
  PERFECT_DRAIN: 0x40,
  INTERLEAVED: 0x100,
  NONINTERLEAVED: 0x200,
  COMPLEX: 0x400,
  BLOCK_TRANSFER: 0x10000,
  OVERRANGE: 0x20000,
  RESUME: 0x40000,
  PAUSE: 0x80000,
  HALF_DUPLEX: 0x100000,
  JOINT_DUPLEX: 0x200000,
  SYNC_START: 0x400000,
  NO_PERIOD_WAKEUP: 0x800000,
  EXPLICIT_SYNC: 0x10000000,
  NO_REWINDS: 0x20000000,
} as const;

/**
 * Returns the names of the flags that are set.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { InfoFlag, infoFlagNames } from 'alsa-mmap/direct';
 *
 * console.log(infoFlagNames(InfoFlag.MMAP | InfoFlag.PAUSE).join(' ')); // MMAP PAUSE
 * const device = await openDevice('hw:1', { direction: 'playback' });
 * console.log(infoFlagNames(device.params.infoFlags).includes('MMAP')); // true
 * device.close();
 */
export function infoFlagNames(flags: number): string[] {
  return Object.entries(InfoFlag)
    .filter(([, bit]) => (flags & bit) !== 0)
    .map(([name]) => name);
}
