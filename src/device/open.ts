import { parseDeviceName } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import type { Direction, PcmRequest } from './params.js';
import type { PcmDevice } from './pcm-device.js';
import { firstPcmName, listPcms } from './sound-cards.js';

/**
 * Opens and sets up the device of that name: the built-in card without the addon, any other with it.
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED
 */
export async function openDevice(name: string, request: PcmRequest): Promise<PcmDevice> {
  const parsed = parseDeviceName(name);
  if (parsed.kind === 'sim') {
    const { openSimDevice } = await import('../sim/card.js');
    return openSimDevice(parsed.name, request);
  }
  const { openAlsaDevice } = await import('./open-alsa.js');
  return openAlsaDevice(parsed, request);
}

/**
 * The device meant where none is named: `$ALSA_MMAP_DEVICE`, else the first of the machine that has
 * the direction.
 * @throws NO_DEVICE
 */
export function defaultDeviceName(direction: Direction): string {
  const found = process.env['ALSA_MMAP_DEVICE'] || firstPcmName(listPcms(), direction);
  if (found !== undefined && found !== '') return found;
  throw new AlsaMmapError(
    'NO_DEVICE',
    `this machine has no ${direction} device; name one, or use the built-in card: sim`,
  );
}
