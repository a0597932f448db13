import { FORMAT_NAMES, findFormat } from '../device/format.js';
import { ON_XRUN } from '../stream/on-xrun.js';
import type { OptionSpec, PositionalSpec } from './command.js';
import { parseSpan } from './text/span.js';

/** A number within limits, as an option's value. */
export function number(min: number, max: number) {
  return (text: string): number | undefined => {
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
}

export function whole(min: number, max: number) {
  const read = number(min, max);
  return (text: string): number | undefined => {
    const value = read(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

/** The device as an argument: every command that opens one takes it. */
export const DEVICE_POSITIONAL: PositionalSpec = {
  name: 'DEVICE',
  describe: 'the device, such as hw:1 or sim',
  required: false,
};

const SPAN = { value: 'SIZE', takes: 'frames, or a time such as 10ms or 500us', read: parseSpan };

/** The device and what is asked of it: every command that opens one takes these. */
export const DEVICE_OPTIONS = {
  device: {
    alias: 'D',
    value: 'DEVICE',
    describe: 'the device, instead of as an argument',
    takes: 'the name of a device, such as hw:1',
    read: (text: string) => text || undefined,
  },
  format: {
    alias: 'f',
    value: 'FORMAT',
    describe: 'sample format, such as S16_LE, S24_3LE or FLOAT_LE',
    takes: `one of ${FORMAT_NAMES.join(', ')}`,
    read: (text: string) => findFormat(text)?.name,
  },
  channels: {
    alias: 'c',
    value: 'N',
    describe: 'number of channels',
    takes: 'a whole number from 1 to 1024',
    read: whole(1, 1024),
  },
  rate: {
    alias: 'r',
    value: 'HZ',
    describe: 'frames a second',
    takes: 'a whole number of Hz',
    read: whole(1, 10_000_000),
  },
  'period-size': { ...SPAN, describe: 'frames between interrupts, or a time such as 10ms' },
  'buffer-size': { ...SPAN, describe: 'frames in the ring, or a time such as 40ms' },
  'sync-ptr': {
    describe: 'reach the pointers by the SYNC_PTR ioctl though the pages could be mapped',
  },
} satisfies Record<string, OptionSpec>;

/** Which side of the device: for commands that are at home on both. */
export const DIRECTION_OPTIONS = {
  capture: { describe: 'the capture side' },
  playback: { describe: 'the playback side (default, where the device has one)' },
} satisfies Record<string, OptionSpec>;

/** How the answer is given: every command takes these. */
export const OUTPUT_OPTIONS = {
  json: { describe: 'print JSON: one document, or one object a line where the command is live' },
  quiet: { alias: 'q', describe: 'no talk: neither progress nor text for people, only bad news' },
  verbose: { alias: 'v', describe: 'say more, also about errors' },
  'no-color': { describe: 'no colours; NO_COLOR in the environment does the same' },
} satisfies Record<string, OptionSpec>;

/** For commands that run a stream. */
export const STREAM_OPTIONS = {
  duration: {
    alias: 'd',
    value: 'SECONDS',
    describe: 'end after so many seconds (default: at Ctrl-C)',
    takes: 'seconds above 0',
    read: number(1e-6, 1e9),
  },
  'on-xrun': {
    value: 'WHAT',
    describe: 'at an xrun: recover (default), stop, or free-run (never stopped for one)',
    takes: `one of ${ON_XRUN.join(', ')}`,
    read: (text: string) => ON_XRUN.find((known) => known === text),
  },
  'fail-on': {
    value: 'xrun',
    describe: 'exit with 6 if the stream ran over or under',
    takes: 'xrun',
    read: (text: string) => (text === 'xrun' ? text : undefined),
  },
  realtime: {
    value: 'PRIO',
    implied: '80',
    describe: 'run first: SCHED_FIFO at this priority (80), and no deep idle states',
    takes: 'a priority from 1 to 99, after "="',
    read: whole(1, 99),
  },
  cpu: {
    value: 'N',
    describe: 'run on this CPU only',
    takes: 'the number of a CPU',
    read: whole(0, 16_383),
  },
  mlock: { describe: 'hold the program in memory' },
  'no-period-wakeup': { describe: 'by timers, without an interrupt at each period' },
} satisfies Record<string, OptionSpec>;
