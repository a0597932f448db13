import { AlsaMmapError } from '../../device/errors.js';
import type { OptionSpec, OptionValues } from '../command.js';

/** The other end of a loop: of every experiment that takes one. */
export const captureDevice: OptionSpec = {
  placeholder: 'NAME',
  summary:
    'latency, pointer: the device that hears what DEVICE plays (latency: by default the same)',
  expects: 'the name of a device, such as hw:1',
  parse: (text: string) => text || undefined,
};

/**
 * The device that is named so.
 * @throws USAGE where DEVICE itself is to capture
 */
export function otherDeviceOf(values: OptionValues, experiment: string): string | undefined {
  const other = values['capture-device'] as string | undefined;
  if (values['capture'] === true && (experiment === 'latency' || other !== undefined)) {
    throw new AlsaMmapError(
      'USAGE',
      `${experiment} plays on the device: name what captures by --capture-device, not --capture`,
    );
  }
  return other;
}
