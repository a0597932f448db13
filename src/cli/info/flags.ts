import type { InfoFlag } from '../../device/abi.js';

/** Meaning of each `SNDRV_PCM_INFO_*` flag. */
export const FLAG_MEANINGS: Readonly<Record<keyof typeof InfoFlag, string>> = {
  MMAP: 'the ring can be mapped',
  MMAP_VALID: 'the mapped ring is the one that the hardware uses',
  DOUBLE: 'double buffering is needed',
  BATCH: 'hw_ptr moves in large steps, so it can be a period behind',
  SYNC_APPLPTR: 'each new appl_ptr must be passed by SYNC_PTR; the control page is not shared',
  PERFECT_DRAIN: 'a drain stops exactly after the last frame',
  INTERLEAVED: 'frames of all channels in turn',
  NONINTERLEAVED: 'one area per channel',
  COMPLEX: 'areas of any layout',
  BLOCK_TRANSFER: 'the hardware moves blocks of frames',
  OVERRANGE: 'the hardware reports overload of the converter',
  RESUME: 'a suspended stream can be resumed',
  PAUSE: 'a running stream can be paused',
  HALF_DUPLEX: 'playback and capture exclude each other',
  JOINT_DUPLEX: 'playback and capture share their rate',
  SYNC_START: 'linked streams start together',
  NO_PERIOD_WAKEUP: 'the period interrupts can be disabled',
  EXPLICIT_SYNC: 'the ring needs explicit cache synchronization; no page is shared',
  NO_REWINDS: 'appl_ptr cannot be moved back',
};
