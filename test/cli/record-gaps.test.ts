import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { readCues } from '../audio/read-cues.js';
import { validGaps } from './gaps-lines.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PERIOD_SIZE = 960;
/** Stops with an xrun at frame 9600 and every 9600 frames on. */
const BREAKING = 'sim:SIGNAL=pattern,XRUN=9600:9600';
const codec = sampleCodec(findFormat('S16_LE')!);

function cuesOf(path: string) {
  const wav = readWav(path);
  const end = wav.dataOffset + wav.frames * wav.frameBytes;
  wav.close();
  return readCues(readFileSync(path), end);
}

/**
 * Expects samples of the left channel to match the card's signal from the frame `first` on, to
 * within a period; returns the frame.
 */
function findPattern(left: Float64Array, first: number): number {
  for (let from = Math.max(0, first - PERIOD_SIZE); from <= first + PERIOD_SIZE; from++) {
    if (left.every((raw, frame) => raw === patternSample(codec, from + frame, 0))) return from;
  }
  return expect.fail(`not the signal within a period of frame ${first}`);
}

describe.concurrent('a gap in a recording', () => {
  it('is marked by a cue point and a line in the gaps file', async () => {
    const [file, gapsFile] = [scratch('marked.wav'), scratch('marked.jsonl')];
    const words = ['record', file, BREAKING, '-d', '0.5', ...CALM, '--gaps', gapsFile];
    const { code, stderr } = await run(words);
    expect(code).toBe(0);
    const { head, gaps } = validGaps(gapsFile);
    expect(head).toMatchObject({ file, format: 'S16_LE', channels: 2, rateHz: 48_000 });
    expect(gaps.length).toBeGreaterThanOrEqual(2);
    expect(stderr.match(/^overrun at frame /gm)!.length).toBe(gaps.length);
    expect(cuesOf(file)).toEqual(
      gaps.map(({ kind, fileFrame, lostFrames }) => ({
        frame: fileFrame,
        label: `${kind}: ${lostFrames} frames lost`,
      })),
    );
    const { raw, frames } = readChannels(file);
    expect(frames).toBe(24_000);
    const gapFrames = gaps.map(({ fileFrame }) => fileFrame);
    expect(gaps).toMatchObject(
      gapFrames.map((at) => ({ kind: 'xrun', atFrame: at, file, insertedFrames: 0 })),
    );
    // Whole between its gaps: at each the signal runs on for the frames that are lost.
    let ahead = findPattern(raw[0]!.subarray(0, gapFrames[0]), 0);
    expect(ahead).toBe(0);
    for (const [index, { fileFrame, lostFrames }] of gaps.entries()) {
      const part = raw[0]!.subarray(fileFrame, gapFrames[index + 1]);
      ahead = findPattern(part, fileFrame + ahead + lostFrames) - fileFrame;
    }
    for (const { wallTime, durationNs } of gaps) {
      expect(Math.abs(Date.parse(wallTime) - Date.now())).toBeLessThan(60_000);
      expect(durationNs).toBeGreaterThan(0);
    }
  });

  it('is filled with the lost length of silence if requested', async () => {
    const [file, gapsFile] = [scratch('filled.wav'), scratch('filled.jsonl')];
    const words = ['record', file, BREAKING, '-d', '0.5', ...CALM, '--gaps', gapsFile];
    const { stdout } = await run([...words, '--fill-gaps', '--json']);
    const { gaps } = validGaps(gapsFile);
    const { raw, frames } = readChannels(file);
    const inserted = gaps.reduce((sum, { insertedFrames }) => sum + insertedFrames, 0);
    expect(inserted).toBeGreaterThan(0);
    expect(frames).toBe(24_000 + inserted);
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      frames: 24_000,
      fileFrames: frames,
      insertedFrames: inserted,
    });
    let before = 0;
    for (const { atFrame, fileFrame, lostFrames, insertedFrames } of gaps) {
      expect(insertedFrames).toBe(lostFrames);
      expect(fileFrame).toBe(atFrame + before);
      const silence = raw[0]!.subarray(fileFrame, fileFrame + insertedFrames);
      expect(silence.every((value) => value === 0)).toBe(true);
      before += insertedFrames;
    }
    expect(cuesOf(file)).toEqual(
      gaps.map(({ fileFrame, lostFrames }) => ({
        frame: fileFrame,
        label: `xrun: ${lostFrames} frames lost, filled with silence`,
      })),
    );
  });

  it('of a series is in its file, and silence continues over the end of a file', async () => {
    const [file, gapsFile] = [scratch('series.wav'), scratch('series.jsonl')];
    const words = ['record', file, BREAKING, '-d', '0.5', ...CALM, '--gaps', gapsFile, '-q'];
    await run([...words, '--fill-gaps', '--split-time', '0.01']);
    const { gaps } = validGaps(gapsFile);
    let before = 0;
    for (const gap of gaps) {
      const [, number] = /series-(\d+)\.wav$/.exec(gap.file)!;
      expect((Number(number) - 1) * 480 + gap.fileFrame).toBe(gap.atFrame + before);
      expect(cuesOf(gap.file)).toMatchObject([{ frame: gap.fileFrame }]);
      before += gap.insertedFrames;
    }
    expect(before).toBeGreaterThan(0);
  });

  it('by a suspend is reported as one', async () => {
    const gapsFile = scratch('suspend.jsonl');
    const words = ['record', scratch('suspend.wav'), 'sim:SUSPEND=9600:100', '-d', '0.4', ...CALM];
    expect((await run([...words, '--gaps', gapsFile, '-q'])).code).toBe(0);
    expect(validGaps(gapsFile).gaps).toMatchObject([{ kind: 'suspend' }]);
  });

  it('is in the gaps file of a recording that was killed', async () => {
    const gapsFile = scratch('killed.jsonl');
    const words = ['record', scratch('killed.wav'), BREAKING, ...CALM, '--gaps', gapsFile];
    const running = start(words);
    await running.seen('overrun at frame');
    await sleep(300);
    running.child.kill('SIGKILL');
    await running.ended;
    expect(validGaps(gapsFile).gaps.length).toBeGreaterThanOrEqual(1);
  });
});

describe.concurrent('the gaps file', () => {
  it('of a recording without a gap is its head', async () => {
    const gapsFile = scratch('none.jsonl');
    const words = ['record', scratch('none.wav'), 'sim', '-d', '0.2', ...CALM, '-q'];
    await run([...words, '--gaps', gapsFile]);
    expect(validGaps(gapsFile)).toMatchObject({ head: { device: 'sim' }, gaps: [] });
  });

  it('on a full disk does not end the recording; exits 1', async () => {
    const file = scratch('accountless.wav');
    const words = ['record', file, 'sim', '-d', '0.2', ...CALM];
    const { code, stdout, stderr } = await run([...words, '--gaps', '/dev/full']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nalsa-mmap: cannot write \/dev\/full: ENOSPC, .*\n$/);
    expect(stdout).toContain('recorded  9600 frames');
    expect(readChannels(file).frames).toBe(9600);
  });

  it.each([
    ['in a directory that is missing', scratch('missing/x.jsonl'), 3],
    ['that is the recording', scratch('same.wav'), 2],
    ['on stdout', '-', 2],
  ])('%s is refused', async (_, gapsFile, exit) => {
    const words = ['record', scratch('same.wav'), 'sim', '--gaps', gapsFile];
    expect(await refusal(words, exit)).toMatch(/cannot open|--gaps/);
  });
});
