import { describe, expect, it } from 'vitest';
import { MessageQueue } from '../../examples/synth/message-queue.js';
import { type MidiInput, midiMessage, THE_END } from '../../examples/synth/midi-message.js';
import { Score } from '../../examples/synth/score.js';
import { SynthSource } from '../../examples/synth/synth-source.js';
import { fitSine } from '../../src/audio/sine-fit.js';
import { CommittingSource } from '../../src/stream/play-in-place.js';
import { Player } from '../../src/stream/player.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions } from '../stream/loop.js';

const ON = midiMessage(0x90, 69, 100);
const OFF = midiMessage(0x80, 69, 0);
/** Pushes in every bar except 8'. */
const ONLY_8_FOOT = [1, 74, 73, 10].map((controller) => midiMessage(0xb0, controller, 0));

function scoreOf(events: readonly (readonly [frame: number, message: number])[], endFrame: number) {
  return new Score({
    frames: Float64Array.from(events, ([frame]) => frame),
    messages: Int32Array.from(events, ([, message]) => message),
    endFrame,
  });
}

/** Plays on the simulated card in manual time; returns the samples of each channel. */
function play(queue: MessageQueue, inputs: readonly MidiInput[], onTurn = (_turn: number) => {}) {
  const path = dumpPath();
  const { device, io, time } = playbackOn(`sim:DUMP=${path}`, {
    ...sizes(64, 256),
    format: 'S32_LE',
    channels: 2,
  });
  const source = new SynthSource(device.params, queue, inputs);
  const { wait } = device;
  let turn = 0;
  device.wait = (limitMs) => {
    onTurn(turn++);
    return wait.call(device, limitMs);
  };
  const counters = new StreamCounters();
  new Player(device, io, new CommittingSource(source), loopOptions(time, counters)).run();
  device.close();
  return { heard: readWavChannels(path), frames: counters.get('frames') };
}

describe('the synth', () => {
  it('plays a score exact to the frame, equal on both channels, to its end', () => {
    const events = [...ONLY_8_FOOT.map((message) => [0, message] as const), [1001, ON] as const];
    const { heard, frames } = play(new MessageQueue(), [scoreOf([...events, [9001, OFF]], 9100)]);
    const [left, right] = heard;
    // Its first frame is the sine's 0.
    expect(left!.findIndex((sample) => sample !== 0)).toBe(1002);
    expect(left).toEqual(right);
    const fit = fitSine(
      Float64Array.from(left!.slice(2000, 9000), (raw) => raw / 2 ** 31),
      48_000,
    );
    expect(fit.freqHz).toBeCloseTo(440, 4);
    expect(fit.amplitude).toBeCloseTo((100 + 64) / 2048, 6);
    expect(frames).toBeGreaterThanOrEqual(9100);
    expect(left!.slice(9001 + 300).every((sample) => sample === 0)).toBe(true);
  });

  it('releases a note that the score never releases', () => {
    const { heard, frames } = play(new MessageQueue(), [scoreOf([[0, ON]], 3000)]);
    expect(frames).toBeLessThan(4000);
    expect(heard[0]!.slice(3300).every((sample) => sample === 0)).toBe(true);
  });

  it('plays messages of another thread and ends on request after the notes have faded', () => {
    const queue = new MessageQueue();
    const { heard, frames } = play(queue, [], (turn) => {
      if (turn === 5) queue.put(ON);
      if (turn === 50) queue.put(THE_END);
      if (turn === 51) queue.put(ON);
    });
    const first = heard[0]!.findIndex((sample) => sample !== 0);
    expect(first).toBeGreaterThan(256);
    expect(first).toBeLessThan(256 + 8 * 64);
    expect(frames).toBeLessThan(256 + 70 * 64);
    expect(heard[0]!.slice(256 + 60 * 64).every((sample) => sample === 0)).toBe(true);
  });

  it('stays within full scale for any number of notes', () => {
    const chord = Array.from(
      { length: 28 },
      (_, key) => [0, midiMessage(0x90, 40 + key, 127)] as const,
    );
    const { heard } = play(new MessageQueue(), [scoreOf(chord, 5000)]);
    const peak = heard[0]!.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak / 2 ** 31).toBeGreaterThan(0.9);
    expect(peak / 2 ** 31).toBeLessThanOrEqual(0.999);
  });
});

describe('MessageQueue', () => {
  it('delivers messages in order and rejects them when full', () => {
    const queue = new MessageQueue();
    const other = new MessageQueue(queue.buffer);
    expect(other.next()).toBe(-1);
    for (let round = 0; round < 5; round++) {
      let put = 0;
      while (queue.put(put)) put++;
      expect(put).toBe(1024);
      for (let message = 0; message < put; message++) expect(other.next()).toBe(message);
      expect(other.next()).toBe(-1);
    }
  });
});
