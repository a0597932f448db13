import { describe, expect, it } from 'vitest';
import { KeyPiano } from '../../examples/synth/key-piano.js';
import { midiMessage } from '../../examples/synth/midi-message.js';

const keys = (messages: readonly number[]) => messages.map((message) => (message >> 8) & 0x7f);

describe('KeyPiano', () => {
  it('has two rows, starting at C3 and C4', () => {
    const piano = new KeyPiano(400);
    expect(keys(piano.press('zsxdcvgbhnjm,', 0))).toEqual(
      [...Array(13).keys()].map((key) => 48 + key),
    );
    expect(keys(piano.press('w3e', 0))).toEqual([62, 63, 64]);
  });

  it('releases a note a fixed time after its key was last typed', () => {
    const piano = new KeyPiano(400);
    expect(piano.press('q', 0)).toEqual([midiMessage(0x90, 60, 90)]);
    expect(piano.press('q', 300)).toEqual([]);
    expect(piano.release(699)).toEqual([]);
    expect(piano.release(700)).toEqual([midiMessage(0x80, 60, 0)]);
    expect(piano.release(2000)).toEqual([]);
    expect(piano.press('q', 2000)).toHaveLength(1);
  });

  it('shifts by octaves and releases earlier notes at their own pitch', () => {
    const piano = new KeyPiano(400);
    piano.press('q', 0);
    expect(keys(piano.press('=q', 0))).toEqual([72]);
    expect(keys(piano.press('-----------z', 0))).toEqual([12]);
    expect(keys(piano.release(400))).toEqual([60, 72, 12]);
  });

  it('ignores other keys', () => {
    expect(new KeyPiano(400).press('\x1b[A \x7f1', 0)).toEqual([]);
  });
});
