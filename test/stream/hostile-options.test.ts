/** Options that a program in JavaScript can pass: every refusal is USAGE. */

import { describe, expect, it } from 'vitest';
import { AlsaMmapError } from '../../src/device/errors.js';
import { defaultDeviceName, openDevice } from '../../src/device/open.js';
import { MidiInputPort } from '../../src/device/sequencer.js';
import { openSimDevice } from '../../src/sim/card.js';
import { parseSimConfig } from '../../src/sim/config.js';
import { ManualTime } from '../../src/sim/time.js';
import { openCapture } from '../../src/stream/capture-stream.js';
import { playInPlace } from '../../src/stream/play-in-place.js';
import { openPlayback } from '../../src/stream/playback-stream.js';
import { StreamMonitor } from '../../src/stream/stream-monitor.js';

/** Values that are wrong in a request of a device and in the options of a stream. */
const WRONG_IN_BOTH: readonly [field: string, value: unknown][] = [
  ['rateHz', '44100'],
  ['rateHz', 44_100.5],
  ['rateHz', Number.NaN],
  ['rateHz', 0],
  ['rateHz', null],
  ['channels', Number.POSITIVE_INFINITY],
  ['channels', -1],
  ['channels', 2n],
  ['format', 'S17_LE'],
  ['format', []],
  ['format', ['S16_LE', 7]],
  ['format', Symbol('S16_LE')],
  ['periodSize', 1024],
  ['periodSize', { frames: 0 }],
  ['periodSize', { frames: 1.5 }],
  ['periodSize', { frames: 64, ns: 64 }],
  ['bufferSize', { ns: Number.NaN }],
  ['bufferSize', { ms: 10 }],
  ['bufferSize', null],
  ['periodWakeup', 1],
];

const WRONG_IN_REQUEST: readonly [field: string, value: unknown][] = [
  ...WRONG_IN_BOTH,
  ['direction', 'plyback'],
  ['direction', undefined],
  ['stopThreshold', -1],
  ['stopThreshold', 'nevr'],
  ['stopThreshold', Number.POSITIVE_INFINITY],
  ['availMin', 1.5],
  ['availMin', 0],
  ['availMin', Number.NaN],
  ['access', 'MMAP_INTERLEAVED'],
  ['access', ['MMAP']],
  ['autoSilence', 'yes'],
  ['tstampType', 'monotonic'],
];

const WRONG_IN_OPTIONS: readonly [field: string, value: unknown][] = [
  ...WRONG_IN_BOTH,
  ['onXrun', 'nonsense'],
  ['onXrun', () => 'stop'],
  ['syncPtr', 'yes'],
  ['raw', 1],
  ['fifoSeconds', -1],
  ['fifoSeconds', Number.NaN],
  ['fifoSeconds', Number.POSITIVE_INFINITY],
  ['signal', {}],
  ['privileges', true],
  ['privileges', { cpu: 0.5 }],
  ['privileges', { realtimePriority: 100 }],
];

/** Expects USAGE with the name of the field, and no error of JavaScript's own. */
async function expectUsage(work: () => unknown, field: string | RegExp): Promise<void> {
  const error = await Promise.resolve()
    .then(work)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AlsaMmapError);
  expect(error).toMatchObject({ code: 'USAGE', message: expect.stringMatching(field) });
}

describe.each(['sim', 'hw:0'])('the request of %s', (name) => {
  it.each(WRONG_IN_REQUEST)('is refused with %s: %s', async (field, value) => {
    const request = { direction: 'playback', [field]: value };
    // @ts-expect-error a program in JavaScript
    await expectUsage(() => openDevice(name, request), new RegExp(`\\.${field}: expected`));
  });

  it.each([undefined, null, 'playback', 7, []])('is refused if it is %s', async (request) => {
    // @ts-expect-error a program in JavaScript
    await expectUsage(() => openDevice(name, request), /^request: expected/);
  });

  it('is refused with an unknown field, and the nearest one is named', async () => {
    const misspelt = { direction: 'playback', ratHz: 48_000 } as const;
    await expectUsage(() => openDevice(name, misspelt), /"ratHz".*rateHz/);
    const other = { direction: 'playback', samplerate: 48_000 } as const;
    await expectUsage(() => openDevice(name, other), /"samplerate".*rateHz/);
  });
});

describe.each([
  ['openPlayback', openPlayback, 'fill'],
  ['openCapture', openCapture, 'onBlock'],
] as const)('the options of %s', (_, open, callback) => {
  it.each([...WRONG_IN_OPTIONS, [callback, 'no function']])(
    'are refused with %s: %s',
    async (field, value) => {
      await expectUsage(() => open('sim', { [field as string]: value }), `options.${field}`);
    },
  );

  it('are refused with an unknown field, and the nearest one is named', async () => {
    // @ts-expect-error a program in JavaScript
    await expectUsage(() => open('sim', { onXrum: 'stop' }), /"onXrum".*onXrun/);
    // @ts-expect-error a program in JavaScript
    await expectUsage(() => open('sim', { privileges: { cpus: 1 } }), /"cpus".*cpu/);
    // @ts-expect-error a program in JavaScript
    await expectUsage(() => open('sim', null), /^options: expected an object, got null$/);
  });

  it.each([undefined, null, 7, () => {}, Object.create(null), Symbol('sim')])(
    'do not matter for a name that is no string: %s',
    (name) => expectUsage(() => open(name), /device name/),
  );

  it('are refused if the FIFO is longer than its indices', async () => {
    const long = { fifoSeconds: 3600, rateHz: 768_000 };
    await expectUsage(() => open('sim:RATES=768000', long), /FIFO/);
  });
});

it('arguments of other functions are refused alike', async () => {
  const request = { direction: 'playback' } as const;
  const device = openSimDevice('sim:SPEED=2', request);
  const render = () => 0;
  const source = { ended: true, render };
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => defaultDeviceName('both'), /direction/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => openSimDevice(7, request), /sim/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => openSimDevice('sim', request, 7), /time/);
  await expectUsage(() => parseSimConfig('hw:1'), /sim/);
  await expectUsage(() => parseSimConfig('sim:XRNU=1'), /XRNU.*did you mean XRUN/);
  await expectUsage(() => new ManualTime(Number.NaN), /startNs/);
  await expectUsage(() => new ManualTime().advance(Number.POSITIVE_INFINITY), /advance/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => new MidiInputPort(7), /name/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => new StreamMonitor({ counters: 7 }), /counters/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => playInPlace(device, { ended: true }), /render/);
  // @ts-expect-error a program in JavaScript
  await expectUsage(() => playInPlace(device, source, { onXrun: 'nonsense' }), /onXrun/);
  device.close();
});
