import assert from 'node:assert/strict';
import {
  parseCards,
  parseHwParams,
  parseStatus,
  parseSwParams,
} from '../../src/observe/proc-asound.js';
import { parsePageAddresses } from '../../src/observe/process-maps.js';
import { parseUsbStream } from '../../src/observe/usb-stream.js';
import { textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

/** Parses the files of /proc/asound, and /proc/PID/maps: each number is finite, none negative. */
export const procAsoundTarget: FuzzTarget = {
  pieces: [
    ' 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n',
    'access: MMAP_INTERLEAVED\nformat: S16_LE\nchannels: 2\n',
    'rate: 48000 (48000/1)\nperiod_size: 1024\nbuffer_size: 4096\n',
    'avail_min: 1\nstart_threshold: 1\nstop_threshold: 99999999999999999999\nboundary: 4\n',
    'state: RUNNING\nowner_pid   : 12\ntrigger_time: 1.000000002\ndelay       : -3\n',
    'Playback:\n  Status: Running\n    Momentary freq = 48000 Hz (0x30.0000)\n',
    '  Interface 1\n    Altset 1\n    Format: S16_LE\n    Rates: 8000 - 48000 (continuous)\n',
    '7f0000001000-7f0000002000 r--s 80000000 00:06 1   /dev/snd/pcmC0D0p\n',
    'no setup\n',
    'closed\n',
    'id: ALC\n',
  ],
  run(bytes) {
    const text = textOf(bytes);
    const hwParams = parseHwParams(text);
    const { delay = 0, ...status } = parseStatus(text) ?? {};
    const parsed = [
      ...parseCards(text).map(({ card }) => card),
      ...(typeof hwParams === 'string' ? [] : Object.values(hwParams)),
      ...Object.values(parseSwParams(text) ?? {}),
      ...Object.values(status),
      ...parseUsbStream(text).flatMap(({ altsettings }) =>
        altsettings.flatMap(({ channels, ratesHz }) => [channels, ...ratesHz]),
      ),
      ...parsePageAddresses(text, '/dev/snd/pcmC0D0p').flatMap(({ status, control }) => [
        status,
        control,
      ]),
    ];
    for (const value of parsed) {
      if (typeof value === 'number') assert.ok(Number.isFinite(value) && value >= 0);
    }
    assert.ok(Number.isFinite(delay));
  },
};
