import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AlsaMmapError } from '../../src/device/errors.js';
import { MidiInputPort } from '../../src/device/sequencer.js';

describe('MidiInputPort', () => {
  it.skipIf(existsSync('/dev/snd/seq'))('names the missing module if there is no sequencer', () => {
    const open = () => new MidiInputPort('test');
    expect(open).toThrow(AlsaMmapError);
    expect(open).toThrow(
      expect.objectContaining({
        code: 'NO_DEVICE',
        errno: 'ENOENT',
        message: expect.stringContaining('load the module snd-seq'),
      }),
    );
  });
});
