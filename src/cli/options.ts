import { FORMAT_NAMES, findFormat } from '../device/format.js';
import type { OptionSpec } from './command.js';
import { parseSpan } from './span.js';

/** A number within limits, as an option's value. */
export function number(min: number, max: number) {
  return (text: string): number | undefined => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
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
    describe: `sample format: ${FORMAT_NAMES.join(', ')}`,
    takes: `one of ${FORMAT_NAMES.join(', ')}`,
    read: (text: string) => findFormat(text)?.name,
  },
  channels: {
    alias: 'c',
    value: 'N',
    describe: 'channels',
    takes: 'a whole number from 1',
    read: whole(1, 1024),
  },
  rate: {
    alias: 'r',
    value: 'HZ',
    describe: 'rate in Hz',
    takes: 'a whole number of Hz',
    read: whole(1, 10_000_000),
  },
  'period-size': {
    value: 'SIZE',
    describe: 'frames between interrupts, or a time such as 10ms',
    takes: 'frames, or a time such as 10ms or 500us',
    read: parseSpan,
  },
  'buffer-size': {
    value: 'SIZE',
    describe: 'frames in the ring, or a time such as 40ms',
    takes: 'frames, or a time such as 10ms or 500us',
    read: parseSpan,
  },
  'sync-ptr': {
    describe: 'reach the pointers by the SYNC_PTR ioctl though the pages could be mapped',
  },
} satisfies Record<string, OptionSpec>;

/** Which side of the device: for commands that are at home on both. */
export const DIRECTION_OPTIONS = {
  capture: { describe: 'the capture side' },
  playback: { describe: 'the playback side' },
} satisfies Record<string, OptionSpec>;

/** How the answer is given: every command takes these. */
export const OUTPUT_OPTIONS = {
  json: { describe: 'print JSON: one document, or one object a line where the command is live' },
  quiet: { alias: 'q', describe: 'no progress, and no totals' },
  verbose: { alias: 'v', describe: 'say more about what is done and about errors' },
  'no-color': { describe: 'no colours (also by NO_COLOR)' },
} satisfies Record<string, OptionSpec>;

/** For commands that run a stream. */
export const STREAM_OPTIONS = {
  duration: {
    alias: 'd',
    value: 'SECONDS',
    describe: 'end after so many seconds; otherwise with Ctrl-C',
    takes: 'seconds above 0',
    read: number(1e-6, 1e9),
  },
  'fail-on': {
    value: 'xrun',
    describe: 'exit with 6 if the stream ran over or under',
    takes: 'xrun',
    read: (text: string) => (text === 'xrun' ? text : undefined),
  },
} satisfies Record<string, OptionSpec>;
