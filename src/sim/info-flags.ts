import { InfoFlag } from '../device/abi.js';
import type { SimConfig } from './config.js';

/**
 * The `SNDRV_PCM_INFO_*` bits that a card of this nature would show. Where both pages are refused the
 * machine is the reason, as on arm64; a control page alone is refused by the driver.
 */
export function infoFlags(nature: SimConfig): number {
  const { MMAP, MMAP_VALID, PAUSE, RESUME, INTERLEAVED, NONINTERLEAVED } = InfoFlag;
  const { access, statusPage, controlPage } = nature;
  return (
    PAUSE |
    (nature.resume === 'no' ? 0 : RESUME) |
    (access === 'rw' ? 0 : MMAP | MMAP_VALID) |
    (access === 'noninterleaved' ? 0 : INTERLEAVED) |
    (access === 'both' || access === 'noninterleaved' ? NONINTERLEAVED : 0) |
    (nature.periodWakeup === 'optional' ? InfoFlag.NO_PERIOD_WAKEUP : 0) |
    (controlPage === 'refused' && statusPage === 'mapped' ? InfoFlag.SYNC_APPLPTR : 0)
  );
}
