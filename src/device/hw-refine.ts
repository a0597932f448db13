import { HW_PARAMS } from './abi.js';
import type { NativeBinding } from './binding.js';

/**
 * All `SNDRV_PCM_INFO_*` flags of a PCM; alsa-lib hides the highest four. The ioctl is called with
 * everything allowed, so it changes nothing.
 */
export function unmaskedInfoFlags(addon: NativeBinding, fd: number): number {
  const params = new ArrayBuffer(HW_PARAMS.size);
  const words = new Uint32Array(params);
  words.fill(0xffff_ffff, HW_PARAMS.masks / 4, HW_PARAMS.intervals / 4);
  for (let i = 0; i < HW_PARAMS.intervalCount; i++) {
    const max = HW_PARAMS.intervals + i * HW_PARAMS.intervalBytes + HW_PARAMS.intervalMax;
    words[max / 4] = 0xffff_ffff;
  }
  words[HW_PARAMS.rmask / 4] = 0xffff_ffff;
  addon.hwRefine(fd, params);
  return words[HW_PARAMS.info / 4]!;
}
