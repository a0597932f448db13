import assert from 'node:assert/strict';
import { firstPcmName, parsePcmList } from '../../src/device/sound-cards.js';
import { textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

/** Parses /proc/asound/pcm; every valid line yields its numbers, others are ignored. */
export const pcmListTarget: FuzzTarget = {
  pieces: [
    '00-00: ',
    '01-02: ',
    ' : ',
    'playback 1',
    'capture 8',
    '\n',
    'ALC',
    '-',
    'playback ',
    '\x1b[2J',
  ],
  run(bytes) {
    const text = textOf(bytes);
    const listings = parsePcmList(text);
    assert.ok(listings.length <= text.split('\n').length);
    for (const { card, device, playback, capture } of listings) {
      for (const number of [card, device, playback, capture]) {
        assert.ok(Number.isSafeInteger(number) && number >= 0);
      }
    }
    for (const direction of ['playback', 'capture'] as const) {
      assert.match(firstPcmName(listings, direction) ?? 'hw:0,0', /^hw:\d+,\d+$/);
    }
  },
};
