import assert from 'node:assert/strict';
import { parseSimConfig } from '../../src/sim/config.js';
import { answerOf, textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

const PLAIN = parseSimConfig('sim');

/** Parses the text after `sim:`; every number of the result is finite. */
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
    const config = answerOf('USAGE', () => parseSimConfig(`sim:${textOf(bytes)}`));
    if (config === undefined) return;
    assert.deepEqual(Object.keys(config).sort(), Object.keys(PLAIN).sort());
    for (const [field, value] of Object.entries(config)) {
      assert.equal(typeof value, typeof PLAIN[field as keyof typeof PLAIN], field);
      for (const one of [value].flat()) assert.ok(!Number.isNaN(one), field);
    }
    assert.ok(config.speed >= 1 && config.hwPtrStep >= 1 && config.channels[0] >= 1);
    assert.ok(config.channels[0] <= config.channels[1] && config.rates[0] <= config.rates[1]);
    assert.ok(config.formats.length > 0);
  },
};
