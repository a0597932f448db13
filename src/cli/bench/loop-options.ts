import type { OptionSpec } from '../command.js';

/** The other end of a loop: of every experiment that takes one. */
export const captureDevice: OptionSpec = {
  value: 'NAME',
  describe: 'latency: the device that hears what DEVICE plays (default: the same)',
  takes: 'the name of a device, such as hw:1',
  read: (text: string) => text || undefined,
};
