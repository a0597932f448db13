import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endingOf, errorOf, native, WELL } from './addon.js';

const HAS_SEQUENCER = existsSync('/dev/snd/seq');

/** A client that failed to open, which is the only one to be had where there is no sequencer. */
function failing(...args: unknown[]) {
  return errorOf(() => Reflect.construct(native.Sequencer, args));
}

describe('a client of the sequencer', () => {
  it('has a name that is a string', () => {
    expect(failing()).toBeInstanceOf(TypeError);
    expect(failing(7)).toBeInstanceOf(TypeError);
    expect(failing('a\0b')).toBeInstanceOf(TypeError);
  });

  it.skipIf(HAS_SEQUENCER)('is refused where the machine has none, with errno and call', () => {
    expect(failing('test')).toMatchObject({ code: 'ENOENT', syscall: 'snd_seq_open' });
  });

  it.skipIf(HAS_SEQUENCER)('that failed to open leaves nothing behind', () => {
    const ending = endingOf(`
      const before = descriptors();
      for (let i = 0; i < 100; i++) {
        try { new native.Sequencer('test'); } catch {}
      }
      await settle();
      assert.equal(descriptors(), before);
    `);
    expect(ending).toEqual(WELL);
  });
});
