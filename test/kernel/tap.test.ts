/** Samples of aplay and arecord, copied out of their rings. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KernelMemory } from '../../src/observe/kernel-memory.js';
import { findTapSource, type TapSource } from '../../src/observe/tap-source.js';
import { briefly } from '../brief.js';
import { PATTERN_FRAMES, writePattern } from './aloop-pattern.js';
import { isThere } from './cards.js';
import { alsaMmap, start, startAlsaMmap } from './program.js';
import { FRAME_BYTES, openStream, positionsIn, samplesOf, tapAll } from './tapped-samples.js';

let folder: string;
let source: Buffer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-tap-'));
  writePattern(join(folder, 'source.wav'), 'S16_LE', 2);
  source = samplesOf(join(folder, 'source.wav'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const card = 'hw:Loopback';

describe.skipIf(process.arch === 'arm64')('the samples of another process', () => {
  it('are those that aplay plays, and what it plays arrives unchanged', async () => {
    const recorded = join(folder, 'recorded.wav');
    const format = ['-f', 'S16_LE', '-c', '2', '-r', '48000'];
    const recording = start('arecord', ['-q', '-D', `${card},1`, ...format, recorded]);
    await openStream(recording.pid);
    const owner = start('aplay', ['-q', '-M', '-D', `${card},0`, join(folder, 'source.wav')]);
    const found = findTapSource(await openStream(owner.pid)) as TapSource;
    const { parts, lost } = await tapAll(found);
    expect(await owner.ended).toMatchObject({ status: 0, stderr: '' });
    recording.kill('SIGTERM');
    await recording.ended;
    positionsIn(source, parts);
    const taken = parts.reduce((sum, { length }) => sum + length / FRAME_BYTES, 0);
    expect(taken + lost).toBeGreaterThan(PATTERN_FRAMES / 2);
    expect(taken + lost).toBeLessThanOrEqual(source.length / FRAME_BYTES);
    const pattern = source.subarray(0, PATTERN_FRAMES * FRAME_BYTES);
    expect(samplesOf(recorded).indexOf(pattern)).toBeGreaterThanOrEqual(0);
  });

  it('are lost where the tap was stopped for longer than the ring lasts', async () => {
    const options = ['-q', '-M', '-D', `${card},0`, '-B', '200000', '-F', '50000'];
    const owner = start('aplay', [...options, join(folder, 'source.wav')]);
    const found = findTapSource(await openStream(owner.pid)) as TapSource;
    const { parts, lost } = await tapAll(found, 600);
    await owner.ended;
    const starts = positionsIn(source, parts);
    expect(lost).toBeGreaterThan(0.3 * 48_000);
    // The gaps in the source are the frames that were counted.
    const ends = starts.map((at, index) => at + parts[index]!.length / FRAME_BYTES);
    const gaps = starts.slice(1).reduce((sum, at, index) => sum + at - ends[index]!, 0);
    expect(gaps).toBe(lost);
  });

  it('are those that arecord records', async () => {
    const player = start('aplay', ['-q', '-D', `${card},0`, join(folder, 'source.wav')]);
    await openStream(player.pid);
    const taken = join(folder, 'taken.wav');
    const format = ['-f', 'S16_LE', '-c', '2', '-r', '48000', '-d', '2'];
    const owner = start('arecord', ['-q', '-M', '-D', `${card},1`, ...format, taken]);
    const found = findTapSource(await openStream(owner.pid)) as TapSource;
    const { parts } = await tapAll(found);
    expect(await owner.ended).toMatchObject({ status: 0, stderr: '' });
    player.kill('SIGTERM');
    await player.ended;
    const whole = samplesOf(taken);
    const [longest] = parts.toSorted((a, b) => b.length - a.length);
    // The tap may have read further than arecord did when it ended.
    expect(positionsIn(whole, [longest!.subarray(0, 24_000 * FRAME_BYTES)])).toHaveLength(1);
  });

  it('are those that play plays, which maps its ring twice', async () => {
    const owner = startAlsaMmap('play', join(folder, 'source.wav'), `${card},0`, '-q');
    const { parts, lost } = await tapAll(findTapSource(await openStream(owner.pid)) as TapSource);
    expect(await owner.ended).toMatchObject({ status: 0 });
    // The file ends with silence, and so does the playback.
    positionsIn(Buffer.concat([source, Buffer.alloc(source.length)]), parts);
    const taken = parts.reduce((sum, { length }) => sum + length / FRAME_BYTES, 0);
    expect(taken + lost).toBeGreaterThan(PATTERN_FRAMES / 2);
  });

  it('are written by the program', async () => {
    const owner = start('aplay', ['-q', '-M', '-D', `${card},0`, '/dev/zero', '-f', 'dat']);
    const { name } = await openStream(owner.pid);
    const file = join(folder, 'tapped.wav');
    const { status, stdout } = alsaMmap('tap', file, '--pid', `${owner.pid}`, '-d', '1', '--json');
    owner.kill('SIGTERM');
    await owner.ended;
    expect(status).toBe(0);
    const [opened, ...events] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(opened).toMatchObject({
      event: 'opened',
      stream: { name, direction: 'playback', owner: { pid: owner.pid, command: 'aplay' } },
    });
    const totals = events.at(-1)!;
    expect(totals).toMatchObject({ event: 'totals', file, end: null });
    expect(Number(totals['frames']) + Number(totals['fifoLostFrames'])).toBe(48_000);
    expect(samplesOf(file)).toHaveLength(Number(totals['frames']) * FRAME_BYTES);
  });

  it.each(
    [
      ['hw:AC97', ['-M'], 'DMA memory'],
      ['hw:Loopback', [], 'RW_INTERLEAVED'],
    ].filter(([device]) => isThere(device as string)),
  )('of %s %j are refused with the reason', async (device, words, reason) => {
    const options = ['-q', '-D', device as string, ...words, '-f', 'dat'];
    const owner = start('aplay', [...options, '/dev/zero']);
    await openStream(owner.pid);
    const { status, stderr } = alsaMmap('tap', join(folder, 'x.wav'), '--pid', `${owner.pid}`);
    owner.kill('SIGTERM');
    await owner.ended;
    expect(status).toBe(5);
    expect(stderr).toContain(reason);
  });
});

it.each(briefly(['hw:AC97', card, 'hw:USB', 'hw:ES1370'].filter(isThere), 1))(
  'the samples of aplay on %s are read in the memory of the kernel if it writes them by calls',
  async (device) => {
    const kernel = KernelMemory.open() as KernelMemory;
    const options = ['-q', '-D', device, '-B', '400000', '-F', '100000'];
    const owner = start('aplay', [...options, join(folder, 'source.wav')]);
    const stream = await openStream(owner.pid);
    expect(stream.hwParams!.access).toBe('RW_INTERLEAVED');
    const { parts, lost } = await tapAll(findTapSource(stream, { kernel }) as TapSource);
    await owner.ended;
    positionsIn(source, parts);
    const taken = parts.reduce((sum, { length }) => sum + length / FRAME_BYTES, 0);
    expect(taken).toBeGreaterThan(PATTERN_FRAMES / 4);
    expect(taken + lost).toBeLessThanOrEqual(source.length / FRAME_BYTES);
  },
);
