import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endingOf, errorOf, native, WELL } from './addon.js';

const HAS_SEQUENCER = existsSync('/dev/snd/seq');

/** Error of a client that cannot be opened, as on a machine without a sequencer. */
function openError(...args: unknown[]) {
  return errorOf(() => Reflect.construct(native.Sequencer, args));
}

describe('a client of the sequencer', () => {
  it('rejects a name that is not a string', () => {
    expect(openError()).toBeInstanceOf(TypeError);
    expect(openError(7)).toBeInstanceOf(TypeError);
    expect(openError('a\0b')).toBeInstanceOf(TypeError);
  });

  it.skipIf(HAS_SEQUENCER)('fails with errno and call if the machine has none', () => {
    expect(openError('test')).toMatchObject({ code: 'ENOENT', syscall: 'snd_seq_open' });
  });

  it.skipIf(HAS_SEQUENCER)('leaks no descriptor if it fails to open', () => {
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
