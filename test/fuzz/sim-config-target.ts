import assert from 'node:assert/strict';
import { parseNature } from '../../src/sim/nature.js';
import { answerOf, textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

const PLAIN = parseNature('sim');

/** Parses the text after `sim:`; every number of the result is finite. */
export const natureTarget: FuzzTarget = {
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
      'offsets',
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
    const nature = answerOf('USAGE', () => parseNature(`sim:${textOf(bytes)}`));
    if (nature === undefined) return;
    assert.deepEqual(Object.keys(nature).sort(), Object.keys(PLAIN).sort());
    for (const [field, value] of Object.entries(nature)) {
      assert.equal(typeof value, typeof PLAIN[field as keyof typeof PLAIN], field);
      for (const one of [value].flat()) assert.ok(!Number.isNaN(one), field);
    }
    assert.ok(nature.speed >= 1 && nature.step >= 1 && nature.channels[0] >= 1);
    assert.ok(nature.channels[0] <= nature.channels[1] && nature.rates[0] <= nature.rates[1]);
    assert.ok(nature.formats.length > 0);
  },
};
