import { InfoFlag } from '../device/abi.js';
import type { SimConfig } from './config.js';

/**
 * `SNDRV_PCM_INFO_*` flags of a card. If both pages are refused, the architecture is the reason, as
 * on arm64; a refused control page alone is the driver's choice.
 */
export function infoFlags(config: SimConfig): number {
  const { MMAP, MMAP_VALID, PAUSE, RESUME, INTERLEAVED, NONINTERLEAVED } = InfoFlag;
  const { access, statusPage, controlPage } = config;
  return (
    PAUSE |
    (config.resume === 'no' ? 0 : RESUME) |
    (access === 'rw' ? 0 : MMAP | MMAP_VALID) |
    (access === 'noninterleaved' ? 0 : INTERLEAVED) |
    (access === 'both' || access === 'noninterleaved' ? NONINTERLEAVED : 0) |
    (config.periodWakeup === 'optional' ? InfoFlag.NO_PERIOD_WAKEUP : 0) |
    (controlPage === 'refused' && statusPage === 'mapped' ? InfoFlag.SYNC_APPLPTR : 0)
  );
}
