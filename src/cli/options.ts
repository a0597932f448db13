import { FORMAT_NAMES, findFormat } from '../device/format.js';
import { XRUN_POLICIES } from '../stream/stream-options.js';
import type { OptionSpec, PositionalSpec } from './command.js';
import { parseSpan } from './text/span.js';

/** A number within limits, as an option's value. */
export function numberBetween(min: number, max: number) {
  return (text: string): number | undefined => {
    const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  };
}

export function integerBetween(min: number, max: number) {
  const read = numberBetween(min, max);
  return (text: string): number | undefined => {
    const value = read(text);
    return Number.isInteger(value) ? value : undefined;
  };
}

/** The device as an argument: every command that opens one takes it. */
export const DEVICE_POSITIONAL: PositionalSpec = {
  name: 'DEVICE',
  summary: 'the device, such as hw:1 or sim',
  required: false,
};

const SPAN = { value: 'SIZE', takes: 'frames, or a time such as 10ms or 500us', read: parseSpan };

/** The device and what is asked of it: every command that opens one takes these. */
export const DEVICE_OPTIONS = {
  device: {
    short: 'D',
    placeholder: 'DEVICE',
    summary: 'the device, instead of as an argument',
    expects: 'the name of a device, such as hw:1',
    parse: (text: string) => text || undefined,
  },
  format: {
    short: 'f',
    placeholder: 'FORMAT',
    summary: 'sample format, such as S16_LE, S24_3LE or FLOAT_LE',
    expects: `one of ${FORMAT_NAMES.join(', ')}`,
    parse: (text: string) => findFormat(text)?.name,
  },
  channels: {
    short: 'c',
    placeholder: 'N',
    summary: 'number of channels',
    expects: 'a whole number from 1 to 1024',
    parse: integerBetween(1, 1024),
  },
  rate: {
    short: 'r',
    placeholder: 'HZ',
    summary: 'frames a second',
    expects: 'a whole number of Hz',
    parse: integerBetween(1, 10_000_000),
  },
  'period-size': { ...SPAN, summary: 'frames between interrupts, or a time such as 10ms' },
  'buffer-size': { ...SPAN, summary: 'frames in the ring, or a time such as 40ms' },
  'sync-ptr': {
    summary: 'reach the pointers by the SYNC_PTR ioctl though the pages could be mapped',
  },
} satisfies Record<string, OptionSpec>;

/** Which side of the device: for commands that are at home on both. */
export const DIRECTION_OPTIONS = {
  capture: { summary: 'the capture side' },
  playback: { summary: 'the playback side (default, where the device has one)' },
} satisfies Record<string, OptionSpec>;

/** How the answer is given: every command takes these. */
export const OUTPUT_OPTIONS = {
  json: { summary: 'print JSON: one document, or one object a line where the command is live' },
  quiet: { short: 'q', summary: 'no talk: neither progress nor text for people, only bad news' },
  verbose: { short: 'v', summary: 'say more, also about errors' },
  'no-color': { summary: 'no colours; NO_COLOR in the environment does the same' },
} satisfies Record<string, OptionSpec>;

/** For commands that run a stream. */
export const STREAM_OPTIONS = {
  duration: {
    short: 'd',
    placeholder: 'SECONDS',
    summary: 'end after so many seconds (default: at Ctrl-C)',
    expects: 'seconds above 0',
    parse: numberBetween(1e-6, 1e9),
  },
  'on-xrun': {
    placeholder: 'WHAT',
    summary: 'at an xrun: recover (default), stop, or free-run (never stopped for one)',
    expects: `one of ${XRUN_POLICIES.join(', ')}`,
    parse: (text: string) => XRUN_POLICIES.find((known) => known === text),
  },
  'fail-on': {
    placeholder: 'xrun',
    summary: 'exit with 6 if the stream ran over or under',
    expects: 'xrun',
    parse: (text: string) => (text === 'xrun' ? text : undefined),
  },
  realtime: {
    placeholder: 'PRIO',
    impliedValue: '80',
    summary: 'run first: SCHED_FIFO at this priority (80), and no deep idle states',
    expects: 'a priority from 1 to 99, after "="',
    parse: integerBetween(1, 99),
  },
  cpu: {
    placeholder: 'N',
    summary: 'run on this CPU only',
    expects: 'the number of a CPU',
    parse: integerBetween(0, 16_383),
  },
  mlock: { summary: 'hold the program in memory' },
  'no-period-wakeup': { summary: 'by timers, without an interrupt at each period' },
} satisfies Record<string, OptionSpec>;
