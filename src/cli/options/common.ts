import type { Direction } from '../../device/params.js';
import { XRUN_POLICIES } from '../../stream/stream-options.js';
import { defineOptions, type ValuesOf } from './spec.js';
import {
  deviceNameType,
  duration,
  formatOrPreset,
  framesOrDuration,
  integer,
  oneOf,
  sampleRate,
} from './types.js';

/** The DEVICE argument of every command that opens one. */
export const DEVICE_POSITIONAL = {
  summary: 'the device, such as hw:1 or sim',
  completion: 'device',
} as const;

/** The device and its parameters. */
export const DEVICE_OPTIONS = defineOptions({
  deviceOption: {
    name: 'device',
    group: 'Device',
    short: 'D',
    type: deviceNameType(),
    summary: 'the device, instead of the argument',
  },
  format: {
    group: 'Device',
    short: 'f',
    type: formatOrPreset(),
    defaultText: 'the first format the device supports',
    summary: 'sample format; cd and dat also set channels and rate',
  },
  channels: {
    group: 'Device',
    short: 'c',
    type: integer(1, 1024),
    defaultText: '2 or nearest',
    summary: 'number of channels',
  },
  rate: {
    group: 'Device',
    short: 'r',
    type: sampleRate(),
    defaultText: '48000 or nearest',
    summary: 'sample rate in Hz, such as 44100 or 48k',
  },
  periodSize: {
    group: 'Device',
    type: framesOrDuration(),
    defaultText: '1024, or a quarter of the buffer',
    summary: 'frames between interrupts, or a time such as 10ms',
  },
  bufferSize: {
    group: 'Device',
    type: framesOrDuration(),
    defaultText: 'four periods',
    summary: 'frames in the ring, or a time such as 40ms',
  },
  syncPtr: {
    group: 'Device',
    type: 'flag',
    summary: 'use the SYNC_PTR ioctl instead of the mapped pages',
  },
});

/** The direction, for commands that support both. */
export const DIRECTION_OPTIONS = defineOptions({
  capture: {
    group: 'Device',
    type: 'flag',
    summary: 'use the capture direction',
    conflictsWith: ['playback'],
  },
  playback: {
    group: 'Device',
    type: 'flag',
    summary: 'use the playback direction (preferred if neither is given)',
  },
});

/** Options of every command; also accepted before the command. */
export const OUTPUT_OPTIONS = defineOptions({
  json: {
    group: 'Output',
    type: 'flag',
    summary: 'print one JSON document, or one object per line from a live command',
  },
  quiet: { group: 'Output', short: 'q', type: 'flag', summary: 'print errors and warnings only' },
  verbose: { group: 'Output', short: 'v', type: 'flag', summary: 'print more detail' },
  noColor: { group: 'Output', type: 'flag', summary: 'disable colours, as NO_COLOR does' },
});

/** Option of commands whose result is a table or a list of values. */
export const TSV_OPTION = defineOptions({
  tsv: {
    group: 'Output',
    type: 'flag',
    conflictsWith: ['json'],
    summary: 'print tab-separated values, for cut and awk; the same as --format tsv',
  },
});

/** Privileges that a stream's thread requests. */
export const SCHEDULING_OPTIONS = defineOptions({
  realtime: {
    group: 'Scheduling',
    type: integer(1, 99, 'PRIO'),
    impliedValue: '80',
    summary: 'use SCHED_FIFO at this priority, and prevent deep idle states',
  },
  cpu: {
    group: 'Scheduling',
    type: { ...integer(0, 16_383), completion: 'cpu' },
    summary: "run the stream's thread on this CPU only",
  },
  mlock: { group: 'Scheduling', type: 'flag', summary: 'lock the program in memory' },
});

/** Explains the xruns of the command's own stream. */
export const WHY_OPTION = defineOptions({
  why: {
    group: 'Output',
    type: 'flag',
    summary: "explain each xrun from the kernel's trace (root), as the command why does",
  },
});

/** Options of commands that run a stream. */
export const STREAM_OPTIONS = defineOptions({
  duration: {
    group: 'Stream',
    short: 'd',
    type: duration(1e-6, 1e9),
    defaultText: 'until Ctrl-C',
    summary: 'stop after this time, such as 5, 500ms or 1h30m',
  },
  onXrun: {
    group: 'Stream',
    type: oneOf(XRUN_POLICIES, 'ACTION'),
    default: 'recover',
    summary: 'action at an xrun',
  },
  failOn: {
    group: 'Stream',
    type: oneOf(['xrun'], 'xrun'),
    summary: 'exit with 6 if frames are lost',
  },
  noPeriodWakeup: {
    group: 'Stream',
    type: 'flag',
    summary: 'disable period interrupts and wait by timer',
  },
  ...SCHEDULING_OPTIONS,
});

/** Options that select a stream of another process. */
export const OWNER_OPTIONS = defineOptions({
  deviceOption: DEVICE_OPTIONS.deviceOption,
  ...DIRECTION_OPTIONS,
  pid: {
    group: 'Device',
    type: integer(1, 2 ** 22, 'PID'),
    summary: 'use the stream that this process has open',
  },
});

/** Options of commands that read such a stream in memory. */
export const OBSERVE_OPTIONS = defineOptions({
  ...OWNER_OPTIONS,
  kernel: {
    group: 'Device',
    type: 'flag',
    summary: "read another process's stream in kernel memory, by /proc/kcore (root)",
  },
  hold: {
    group: 'Device',
    type: 'flag',
    conflictsWith: ['kernel'],
    summary: "hold another process's stream during each read, if its memory is not readable",
  },
});

/** Options of commands that open a device in either direction. */
export const OPEN_OPTIONS = { ...DEVICE_OPTIONS, ...DIRECTION_OPTIONS, ...OUTPUT_OPTIONS };

/** Options of `play-sine`, `play` and `record`. */
export const STREAM_COMMAND_OPTIONS = {
  ...DEVICE_OPTIONS,
  ...STREAM_OPTIONS,
  ...WHY_OPTION,
  ...OUTPUT_OPTIONS,
};

export type DeviceValues = Partial<ValuesOf<typeof DEVICE_OPTIONS>> & {
  readonly device?: string | undefined;
};
export type DirectionValues = ValuesOf<typeof DIRECTION_OPTIONS>;
export type OutputValues = ValuesOf<typeof OUTPUT_OPTIONS> & Partial<ValuesOf<typeof TSV_OPTION>>;
export type OwnerValues = ValuesOf<typeof OWNER_OPTIONS> & Pick<DeviceValues, 'device'>;
export type SchedulingValues = ValuesOf<typeof SCHEDULING_OPTIONS>;
export type ObserveValues = ValuesOf<typeof OBSERVE_OPTIONS>;
export type WhyValues = ValuesOf<typeof WHY_OPTION>;
export type StreamValues = ValuesOf<typeof STREAM_OPTIONS>;

/** Direction that the options select, if any. */
export function givenDirection({ capture, playback }: DirectionValues): Direction | undefined {
  if (capture) return 'capture';
  return playback ? 'playback' : undefined;
}

/** Form in which a command writes its result. */
export function outputMode(values: OutputValues): 'json' | 'tsv' | 'text' | 'quiet' {
  const { json, tsv, quiet } = values;
  if (json) return 'json';
  if (tsv) return 'tsv';
  return quiet ? 'quiet' : 'text';
}
