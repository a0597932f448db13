import type { ValueOption } from '../options/spec.js';
import { deviceNameType } from '../options/types.js';

/** Device at the other end of a loop, for the experiments that play and capture. */
export const captureDeviceOption = {
  group: 'Experiment: latency',
  experiments: ['latency', 'pointer'],
  type: deviceNameType(),
  summary: 'capture what DEVICE plays on this device',
  defaultText: 'DEVICE, for latency',
  conflictsWith: ['capture'],
} as const satisfies ValueOption<string>;
