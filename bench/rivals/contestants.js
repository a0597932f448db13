import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/project.js';

const RATE_HZ = 48_000;
const CHANNELS = 2;
const FRAME_BYTES = 4;
const HEADER_BYTES = 44;
/** In memory, so that no disk affects the result. */
const FOLDER = '/dev/shm';
const PLAYED = join(FOLDER, 'rivals-played.wav');
const recordedFrom = (/** @type {string} */ device) => join(FOLDER, `rivals-${device}.wav`);

const FORMAT = ['-f', 'S16_LE', '-c', `${CHANNELS}`, '-r', `${RATE_HZ}`];
const OURS = [process.execPath, join(ROOT, 'bin/alsa-mmap.js')];

/** @typedef {(period: number, buffer: number, device: string) => string[]} Words */
/**
 * Program that is compared.
 * @typedef {object} Rival
 * @property {string} name
 * @property {string} device
 * @property {'playback' | 'capture'} direction
 * @property {string} against name of the program that it is compared with
 * @property {Words} words its command, for a period and a buffer size in frames and a device
 * @property {boolean} [showsProgress]
 */

/**
 * Returns the programs: aplay or arecord with mmap access (-M), and alsa-mmap without and with its
 * progress line.
 * @param {Rival['direction']} direction
 * @param {string} device
 * @returns {Rival[]}
 */
export function rivals(direction, device) {
  const plays = direction === 'playback';
  const [theirs, ours] = plays ? ['aplay', 'play'] : ['arecord', 'record'];
  const fileOf = plays ? () => PLAYED : recordedFrom;
  const format = plays ? [] : FORMAT;
  /** @type {Words} */
  const our = (period, buffer, on) => [
    ...[...OURS, ours, fileOf(on), on, ...format],
    ...[`--period-size=${period}`, `--buffer-size=${buffer}`],
  ];
  /** @type {Words} */
  const their = (period, buffer, on) => [
    ...[theirs, '-M', '-q', '-D', on, ...format],
    ...[`--period-size=${period}`, `--buffer-size=${buffer}`, fileOf(on)],
  ];
  const same = { device, direction, against: `${theirs} -M` };
  return [
    { ...same, name: `${theirs} -M`, words: their },
    { ...same, name: `${ours} -q`, words: (...run) => [...our(...run), '-q'] },
    { ...same, name: ours, words: our, showsProgress: true },
  ];
}

/**
 * Returns the programs that generate a sine: speaker-test, and play-sine as above.
 * @param {string} device
 * @returns {Rival[]}
 */
export function sineRivals(device) {
  const us = (/** @type {number} */ frames) => `${Math.round((frames * 1e6) / RATE_HZ)}`;
  /** @type {Words} */
  const their = (period, buffer, on) => [
    ...['speaker-test', '-D', on, '-t', 'sine', '-f', '440', '-c', `${CHANNELS}`],
    ...['-r', `${RATE_HZ}`, '-F', 'S16_LE', '-l', '0', '-p', us(period), '-b', us(buffer)],
  ];
  /** @type {Words} */
  const our = (period, buffer, on) => [
    ...[...OURS, 'play-sine', on, ...FORMAT, '--freq', '440'],
    ...[`--period-size=${period}`, `--buffer-size=${buffer}`],
  ];
  const same = { device, direction: /** @type {const} */ ('playback'), against: 'speaker-test' };
  return [
    { ...same, name: 'speaker-test', words: their },
    { ...same, name: 'play-sine -q', words: (...run) => [...our(...run), '-q'] },
    { ...same, name: 'play-sine', words: our, showsProgress: true },
  ];
}

/**
 * Returns the programs, each on a subdevice of its own of device 0 of its card.
 * @param {readonly Rival[]} programs
 * @returns {Rival[]}
 */
export function onSubdevices(programs) {
  const used = { playback: 0, capture: 0 };
  return programs.map((each) => ({
    ...each,
    device: `${each.device},0,${used[each.direction]++}`,
  }));
}

/**
 * Writes the file that is played: a quiet sine.
 * @param {number} seconds
 */
export function writeTone(seconds) {
  const frames = seconds * RATE_HZ;
  const bytes = Buffer.alloc(HEADER_BYTES + frames * FRAME_BYTES);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(CHANNELS, 22);
  bytes.writeUInt32LE(RATE_HZ, 24);
  bytes.writeUInt32LE(RATE_HZ * FRAME_BYTES, 28);
  bytes.writeUInt16LE(FRAME_BYTES, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(frames * FRAME_BYTES, 40);
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, frames * CHANNELS);
  const period = Int16Array.from({ length: CHANNELS * 96 }, (_, i) =>
    Math.round(2000 * Math.sin((2 * Math.PI * (i >> 1)) / 96)),
  );
  for (let i = 0; i < samples.length; i++) samples[i] = period[i % period.length];
  writeFileSync(PLAYED, bytes);
}
