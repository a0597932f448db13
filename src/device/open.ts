import { checkValue } from './check-fields.js';
import { parseDeviceName } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import type { Direction, PcmRequest } from './params.js';
import type { PcmDevice } from './pcm-device.js';
import { DIRECTION } from './request-fields.js';
import { firstPcmName, listPcms } from './sound-cards.js';
import type { ConfigSurvey } from './survey.js';

/**
 * Opens and sets up a device: the simulated card without the addon, any other with it.
 * @param name `hw:1`, `hw:PCH,0`, `sim`, or an alsa-lib name that leads to a kernel PCM
 * @throws USAGE for an invalid name or request, NO_DEVICE, BUSY, PERMISSION; UNSUPPORTED for
 * parameters that the device does not have, with those it has
 * @example
 * import { openDevice } from 'alsa-mmap';
 *
 * const device = await openDevice('hw:1', { direction: 'capture', rateHz: 48000 });
 * console.log(device.params.format.name, device.params.bufferSize);
 * device.close();
 */
export async function openDevice(name: string, request: PcmRequest): Promise<PcmDevice> {
  const parsed = parseDeviceName(name);
  if (parsed.kind === 'sim') {
    const { openSimDevice } = await loadSim();
    return openSimDevice(parsed.name, request);
  }
  const { openAlsaDevice } = await import('./open-alsa.js');
  return openAlsaDevice(parsed, request);
}

/**
 * Opens a device without setting it up, and closes it again: every configuration that it accepts.
 * @throws USAGE for an invalid name, NO_DEVICE, BUSY, PERMISSION
 */
export async function surveyDevice(name: string, direction: Direction): Promise<ConfigSurvey> {
  const parsed = parseDeviceName(name);
  if (parsed.kind === 'sim') {
    const { surveySimDevice } = await loadSim();
    return surveySimDevice(parsed.name, direction);
  }
  const { surveyAlsaDevice } = await import('./open-alsa.js');
  return surveyAlsaDevice(parsed, direction);
}

function loadSim() {
  return import('../sim/card.js');
}

/**
 * Returns the default device: `$ALSA_MMAP_DEVICE`, else the first one of the machine with that
 * direction.
 * @throws NO_DEVICE if the machine has none; USAGE
 * @example
 * import { defaultDeviceName } from 'alsa-mmap';
 *
 * process.env['ALSA_MMAP_DEVICE'] = 'hw:PCH';
 * console.log(defaultDeviceName('playback')); // hw:PCH
 */
export function defaultDeviceName(direction: Direction): string {
  checkValue('direction', direction, DIRECTION);
  const name = process.env['ALSA_MMAP_DEVICE'] || firstPcmName(listPcms(), direction);
  if (name !== undefined && name !== '') return name;
  throw new AlsaMmapError(
    'NO_DEVICE',
    `this machine has no ${direction} device; use the simulated card "sim"`,
  );
}
