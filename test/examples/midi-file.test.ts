import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMidiFile } from '../../examples/synth/midi-file.js';
import { midiMessage } from '../../examples/synth/midi-message.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import { codeOf } from '../core/on-the-sim.js';
import { END_OF_TRACK, midiBytes, tempo, variable } from './midi-bytes.js';

const on = (key: number) => midiMessage(0x90, key, 100);
const off = (key: number) => midiMessage(0x80, key, 0);

describe('a MIDI file', () => {
  it('yields messages in seconds, by default at 120 quarter notes per minute', () => {
    const { messages, endSeconds } = parseMidiFile(
      midiBytes([
        [0, 0x90, 60, 100, ...variable(240), 0x80, 60, 0, ...variable(720), ...END_OF_TRACK],
      ]),
    );
    expect(messages).toEqual([
      { seconds: 0, message: on(60) },
      { seconds: 0.25, message: off(60) },
    ]);
    expect(endSeconds).toBe(1);
  });

  it('may use running status', () => {
    const { messages } = parseMidiFile(
      midiBytes([[0, 0x90, 60, 100, 10, 64, 100, 10, 67, 100, 0, ...END_OF_TRACK]]),
    );
    expect(messages.map(({ message }) => message)).toEqual([on(60), on(64), on(67)]);
  });

  it('may change its tempo in any track', () => {
    const conductor = [
      ...[0, ...tempo(1_000_000)],
      ...[...variable(480), ...tempo(250_000)],
      ...[0, ...END_OF_TRACK],
    ];
    const notes = [
      ...[...variable(240), 0x90, 60, 100],
      ...[...variable(720), 60, 0],
      ...[0, ...END_OF_TRACK],
    ];
    const { messages, endSeconds } = parseMidiFile(midiBytes([conductor, notes]));
    expect(messages.map(({ seconds }) => seconds)).toEqual([0.5, 1.25]);
    expect(endSeconds).toBe(1.25);
  });

  it('merges its tracks in time', () => {
    const { messages } = parseMidiFile(
      midiBytes([
        [10, 0x90, 1, 100, 20, 2, 100, 0, ...END_OF_TRACK],
        [5, 0x90, 3, 100, 20, 4, 100, 0, ...END_OF_TRACK],
      ]),
    );
    expect(messages.map(({ message }) => (message >> 8) & 0x7f)).toEqual([3, 1, 4, 2]);
  });

  it('ignores texts, system exclusives, program changes and other chunks', () => {
    const track = [
      ...[0, 0xff, 0x01, 3, 65, 66, 67],
      ...[0, 0xf0, 2, 1, 0xf7],
      ...[0, 0xc0, 5, 0, 6],
      ...[0, 0x90, 60, 100],
      ...[0, ...END_OF_TRACK],
    ];
    const bytes = midiBytes([track]);
    const more = [
      ...bytes.subarray(0, 14),
      ...[88, 89, 90, 32, 0, 0, 0, 1, 7],
      ...bytes.subarray(14),
    ];
    const { messages } = parseMidiFile(Uint8Array.from(more));
    expect(messages.filter(({ message }) => (message & 0xf0) === 0x90)).toEqual([
      { seconds: 0, message: on(60) },
    ]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['has no MIDI header', Uint8Array.from({ length: 100 }), /not a MIDI file/],
    ['is empty', new Uint8Array(0), /not a MIDI file/],
    ['is of format 2', midiBytes([[0, ...END_OF_TRACK]], { format: 2 }), /format 2/],
    ['counts in SMPTE', midiBytes([[0, ...END_OF_TRACK]], { division: 0xe728 }), /SMPTE/],
    ['has no ticks', midiBytes([[0, ...END_OF_TRACK]], { division: 0 }), /0 ticks/],
    ['ends in an event', midiBytes([[0, 0x90, 60]]), /byte 25: it ends/],
    ['begins with data', midiBytes([[0, 60, 100]]), /byte 23: no event begins with 60/],
    ['has a number without end', midiBytes([[0x80, 0x80, 0x80, 0x80, 0]]), /byte 22: a number/],
  ])('that %s is rejected with the byte offset', (_what, bytes, message) => {
    expect(codeOf(() => parseMidiFile(bytes))).toBe('UNSUPPORTED');
    expect(() => parseMidiFile(bytes)).toThrow(message);
  });

  it('is read or rejected, for any bytes', () => {
    const whole = midiBytes([
      [0, ...tempo(400_000), 0, 0x90, 60, 100, 10, 64, 100, 0, ...END_OF_TRACK],
      [0, 0xb0, 1, 5, 0, 0xf0, 1, 0xf7, 0, ...END_OF_TRACK],
    ]);
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.nat(whole.length), (places, length) => {
        const bytes = whole.slice(0, length);
        for (const [place, value] of places) if (place < length) bytes[place] = value;
        try {
          const { messages, endSeconds } = parseMidiFile(bytes);
          const times = messages.map(({ seconds }) => seconds);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(times.every((seconds) => seconds >= 0 && seconds <= endSeconds)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AlsaMmapError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
