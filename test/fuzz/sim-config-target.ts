import assert from 'node:assert/strict';
import { parseSimConfig } from '../../src/sim/config.js';
import { answerOf, textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

const PLAIN = parseSimConfig('sim');

/** What follows `sim:` gives a whole nature, in which no number is none. */
export const simConfigTarget: FuzzTarget = {
  pieces: [
    ...[
      'RATE_PPM=',
      'SPEED=',
      'STEP=',
      'STATUS=',
      'CONTROL=',
      'ACCESS=',
      'LAYOUT=',
      'LOOP=',
      'SIGNAL=',
      'FORMATS=',
    ],
    ...[
      'RATES=',
      'CHANNELS=',
      'BOUNDARY=',
      'UNPLUG=',
      'BACKSTEP=',
      'JUMP=',
      'XRUN=',
      'SUSPEND=',
      'DUMP=',
      'BUSY=',
    ],
    ...[
      'refused',
      'rw',
      'per-channel',
      'S16_LE',
      '__proto__=',
      'constructor=',
      ',',
      ':',
      '1',
      '1e3',
      '-0',
      '0x10',
      ' ',
    ],
  ],
  run(bytes) {
    const nature = answerOf('USAGE', () => parseSimConfig(`sim:${textOf(bytes)}`));
    if (nature === undefined) return;
    assert.deepEqual(Object.keys(nature).sort(), Object.keys(PLAIN).sort());
    for (const [field, value] of Object.entries(nature)) {
      assert.equal(typeof value, typeof PLAIN[field as keyof typeof PLAIN], field);
      for (const one of [value].flat()) assert.ok(!Number.isNaN(one), field);
    }
    assert.ok(nature.speed >= 1 && nature.hwPtrStep >= 1 && nature.channels[0] >= 1);
    assert.ok(nature.channels[0] <= nature.channels[1] && nature.rates[0] <= nature.rates[1]);
    assert.ok(nature.formats.length > 0);
  },
};
