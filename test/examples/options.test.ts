import { describe, expect, it } from 'vitest';
import { readOptions } from '../../examples/synth/options.js';
import type { AlsaMmapError } from '../../src/device/errors.js';
import { codeOf } from '../core/on-the-sim.js';

describe('the options of the synth', () => {
  it('distinguish a MIDI file from a device in any order', () => {
    const options = { device: 'sim:STEP=8', file: 'a/Song.MID', input: 'file' };
    expect(readOptions(['sim:STEP=8', 'a/Song.MID'], true)).toMatchObject(options);
    expect(readOptions(['a/Song.MID', 'sim:STEP=8'], false)).toMatchObject(options);
  });

  it('select the sequencer if there is one, else the keys', () => {
    expect(readOptions(['sim'], true).input).toBe('midi');
    expect(readOptions(['sim'], false).input).toBe('keys');
    expect(readOptions(['sim', '--keys'], true).input).toBe('keys');
    expect(readOptions(['sim', '--midi-port', 'nano:0'], false)).toMatchObject({
      input: 'midi',
      midiPort: 'nano:0',
    });
  });

  it('are rejected by name', () => {
    const refused = (words: string[]) => {
      expect(codeOf(() => readOptions(words, false))).toBe('USAGE');
      try {
        readOptions(words, false);
      } catch (error) {
        return (error as AlsaMmapError).message;
      }
    };
    expect(refused(['sim', '--hold', 'long'])).toContain('--hold takes a whole number');
    expect(refused(['sim', '--buffer-size', '1'])).toContain('--buffer-size');
    expect(refused(['sim', '--format', 'MP3'])).toContain('--format takes one of S');
    expect(refused(['sim', '--loud'])).toContain('--loud');
    expect(refused(['sim', 'a.mid', '--keys'])).toContain('one of');
    expect(refused(['sim', 'hw:1'])).toContain('too much');
  });
});
