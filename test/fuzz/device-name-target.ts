import assert from 'node:assert/strict';
import { formatHwName, parseDeviceName } from '../../src/device/device-name.js';
import { answerOf, textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

/** A parsed name round-trips through its alsa-lib form. */
export const deviceNameTarget: FuzzTarget = {
  pieces: [
    'hw:',
    'sim',
    'sim:',
    'plughw:',
    'CARD=',
    'DEV=',
    'SUBDEV=',
    ',',
    '=',
    '0',
    '7',
    'PCH',
    '..',
    '/',
    '\0',
  ],
  run(bytes) {
    const name = textOf(bytes);
    const read = answerOf('USAGE', () => parseDeviceName(name));
    if (read === undefined) return;
    assert.ok(!name.includes('\0'), 'alsa-lib would read half of the name');
    if (read.kind !== 'hw') return assert.equal(read.name, name);
    assert.ok(read.device >= 0 && read.device <= 9999 && read.subdevice >= -1);
    assert.match(read.card, /^[\w-]+$/);
    assert.deepEqual(parseDeviceName(formatHwName(read)), read);
  },
};
