import { path, type ValueOption } from './option-table.js';

/** Device at the other end of a loop, for the experiments that play and capture. */
export const captureDeviceOption = {
  group: 'Experiment: latency',
  experiments: ['latency', 'pointer'],
  type: { ...path('DEVICE'), expected: 'the name of a device, such as hw:1' },
  summary: 'capture what DEVICE plays on this device',
  defaultText: 'DEVICE, for latency',
  conflictsWith: ['capture'],
} as const satisfies ValueOption<string>;
