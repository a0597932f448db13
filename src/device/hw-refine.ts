import type { NativeBinding } from './binding.js';

/** `struct snd_pcm_hw_params` on a 64-bit machine (sound/asound.h), in 32-bit words. */
export const HW_PARAMS = {
  size: 608,
  masks: 1,
  maskWords: 8 * 8,
  intervals: 65,
  intervalCount: 21,
  rmask: 128,
  cmask: 129,
  info: 130,
} as const;

/**
 * All `SNDRV_PCM_INFO_*` flags of a PCM; alsa-lib hides the highest four. The ioctl is called with
 * everything allowed, so it changes nothing.
 */
export function unmaskedInfoFlags(addon: NativeBinding, fd: number): number {
  const words = new Uint32Array(HW_PARAMS.size / 4);
  words.fill(0xffffffff, HW_PARAMS.masks, HW_PARAMS.masks + HW_PARAMS.maskWords);
  for (let interval = 0; interval < HW_PARAMS.intervalCount; interval++) {
    // struct snd_interval: min, max, flags.
    words[HW_PARAMS.intervals + interval * 3 + 1] = 0xffffffff;
  }
  words[HW_PARAMS.rmask] = 0xffffffff;
  addon.hwRefine(fd, words.buffer);
  return words[HW_PARAMS.info]!;
}
