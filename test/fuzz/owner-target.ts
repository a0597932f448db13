import assert from 'node:assert/strict';
import { parseOwnerTid, parseTgid, printableCommand } from '../../src/device/pcm-owners.js';
import { textOf } from './refusal.js';
import type { FuzzTarget } from './targets.js';

/** Parses the `status` of a substream, that of a thread, and a process name. */
export const ownerTarget: FuzzTarget = {
  pieces: [
    'state: RUNNING\n',
    'owner_pid   : ',
    'Name:\t',
    'Tgid:\t',
    '\n',
    '1234',
    '4294967295',
    '\x1b]0;',
    '\u202e',
  ],
  run(bytes) {
    const text = textOf(bytes);
    for (const pid of [parseOwnerTid(text), parseTgid(text)]) {
      assert.ok(pid === undefined || (Number.isSafeInteger(pid) && pid >= 0));
    }
    assert.match(printableCommand(text), /^[\x20-\x7e]+$/);
  },
};
