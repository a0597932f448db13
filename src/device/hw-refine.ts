import { HW_PARAMS } from './abi.js';
import type { NativeBinding } from './binding.js';
import { PcmAccess, type PcmParams } from './params.js';
import type { PcmDevice } from './pcm-device.js';

/** Indices of the masks and intervals (`SNDRV_PCM_HW_PARAM_*`). */
const ACCESS_MASK = 0;
const FORMAT_MASK = 1;
const CHANNELS_INTERVAL = 2;
const RATE_INTERVAL = 3;
const MASK_WORDS = 8;

/** Properties of the hardware that HW_REFINE reports for a configuration. */
export interface HardwareDetails {
  /** Significant bits of a sample, the highest ones; 0 if the driver does not say. */
  readonly significantBits: number;
  /** Frames between the ring and the converter; 0 if the driver does not say. */
  readonly fifoFrames: number;
  /**
   * Streams with the same ID start together if they are linked. 32 hexadecimal digits; null if the
   * driver names none, and before Linux 6.11.
   */
  readonly syncId: string | null;
}

const readers = new WeakMap<object, () => HardwareDetails>();

/** Registers how the details of a device are read; the implementation calls it. */
export function provideDetails(device: object, read: () => HardwareDetails): void {
  readers.set(device, read);
}

/** Details of a device that is set up; undefined for the simulated card. */
export function hardwareDetails(device: PcmDevice): HardwareDetails | undefined {
  return readers.get(device)?.();
}

/** All `SNDRV_PCM_INFO_*` flags of a PCM; alsa-lib hides the highest four. */
export function unmaskedInfoFlags(addon: NativeBinding, fd: number): number {
  return refine(addon, fd, openSpace())[HW_PARAMS.info / 4]!;
}

/** Details of the configuration that is set up. */
export function refineDetails(
  addon: NativeBinding,
  fd: number,
  { access, format, channels, rateHz }: PcmParams,
): HardwareDetails {
  const words = openSpace();
  setMask(words, ACCESS_MASK, PcmAccess[access]);
  setMask(words, FORMAT_MASK, format.kernelNumber);
  setInterval(words, CHANNELS_INTERVAL, channels);
  setInterval(words, RATE_INTERVAL, rateHz);
  refine(addon, fd, words);
  return {
    significantBits: words[HW_PARAMS.msbits / 4]!,
    fifoFrames: words[HW_PARAMS.fifoSize / 4]!,
    syncId: syncIdOf(words),
  };
}

function syncIdOf({ buffer }: Uint32Array<ArrayBuffer>): string | null {
  const bytes = Buffer.from(buffer, HW_PARAMS.syncId, HW_PARAMS.syncIdBytes);
  return bytes.some((byte) => byte !== 0) ? bytes.toString('hex') : null;
}

/** A configuration space that allows everything. */
function openSpace(): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(HW_PARAMS.size / 4);
  words.fill(0xffff_ffff, HW_PARAMS.masks / 4, HW_PARAMS.intervals / 4);
  for (let index = 0; index < HW_PARAMS.intervalCount; index++) {
    words[(intervalAt(index) + HW_PARAMS.intervalMax) / 4] = 0xffff_ffff;
  }
  words[HW_PARAMS.rmask / 4] = 0xffff_ffff;
  return words;
}

/** HW_REFINE narrows the space in place, and changes nothing of the PCM. */
function refine(addon: NativeBinding, fd: number, words: Uint32Array<ArrayBuffer>): Uint32Array {
  addon.hwRefine(fd, words.buffer);
  return words;
}

function setMask(words: Uint32Array, mask: number, bit: number): void {
  const first = HW_PARAMS.masks / 4 + mask * MASK_WORDS;
  words.fill(0, first, first + MASK_WORDS);
  words[first + (bit >> 5)] = (1 << (bit & 31)) >>> 0;
}

function setInterval(words: Uint32Array, index: number, value: number): void {
  const at = intervalAt(index) / 4;
  words[at] = value;
  words[at + HW_PARAMS.intervalMax / 4] = value;
}

function intervalAt(index: number): number {
  return HW_PARAMS.intervals + index * HW_PARAMS.intervalBytes;
}
