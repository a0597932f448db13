/** An hour of a stream through the program, at several speeds of the simulated card's time. */

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { validGaps } from '../cli/gaps-lines.js';
import { jsonLines, PROGRAM, scratchDirectory, watch } from '../cli/program.js';

const scratch = scratchDirectory();
const RATE_HZ = 48_000;
const FRAMES = 3600 * RATE_HZ;
/** Growth that a heap under load may still show from its middle to its end. */
const MOST_MIB = 48;
const LOOK_MS = 250;
const SIZES = ['-c', '1', '-f', 'S32_LE', '--period-size', '50ms', '--buffer-size', '5s'];

interface Totals {
  readonly frames: number;
}

/** Runs the program to its end; returns the growth of its memory in the second half. */
async function hourOf(words: readonly string[]) {
  const running = watch(spawn(process.execPath, [PROGRAM, ...words, '-d', '3600', '--json']));
  const residentMib: number[] = [];
  const sampler = setInterval(() => {
    const now = residentOf(running.child.pid!);
    if (now !== undefined) residentMib.push(now);
  }, LOOK_MS);
  const { code, signal, stdout, stderr } = await running.ended;
  clearInterval(sampler);
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  const half = residentMib.slice(residentMib.length >> 1);
  const grown =
    Math.max(...half.slice(half.length >> 1)) - Math.max(...half.slice(0, half.length >> 1));
  return {
    totals: jsonLines(stdout).at(-1) as unknown as Totals,
    grown,
    readings: residentMib.length,
  };
}

function residentOf(pid: number): number | undefined {
  try {
    const resident = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // A process that is ending has no memory any more.
    return resident === undefined ? undefined : Number(resident) / 1024;
  } catch {
    return undefined;
  }
}

describe.each([20, 60])('an hour, %i times as fast', (speed) => {
  it('of play writes every frame, in constant memory', async () => {
    const { totals, grown, readings } = await hourOf(['play-sine', `sim:SPEED=${speed}`, ...SIZES]);
    expect(totals.frames).toBe(FRAMES);
    expect(readings).toBeGreaterThan(20);
    expect(grown).toBeLessThan(MOST_MIB);
  });

  it('of record delivers every frame or reports it as lost, in constant memory', async () => {
    const [file, account] = [scratch('hour.wav'), scratch('gaps.jsonl')];
    const device = `sim:SPEED=${speed},SIGNAL=pattern`;
    const { grown } = await hourOf(['record', file, device, ...SIZES, '--gaps', account]);
    expect(grown).toBeLessThan(MOST_MIB);
    const { gaps } = validGaps(account);
    const { frames, breaks } = patternOf(file);
    // A loss after the last frame is no break, nor one before the first frame after which the
    // pattern began again; several losses without a frame between them are one break.
    const positions = gaps.map(({ fileFrame }) => fileFrame);
    const isBreak = (frame: number) => (frame > 0 ? frame < frames : breaks[0] === 0);
    expect(breaks).toEqual([...new Set(positions.filter(isBreak))]);
  });
});

/** Length of the file, and the breaks of the pattern: it begins again, or frames are missing. */
function patternOf(path: string) {
  const codec = sampleCodec(findFormat('S32_LE')!);
  const wav = readWav(path);
  const breaks: number[] = [];
  const slice = new Int32Array(1 << 16);
  /** The pattern's frame at the file's frame 0, were there no break since. */
  let ahead = 0;
  for (let done = 0; done < wav.frames; ) {
    const frames = wav.readInto(new Uint8Array(slice.buffer), done);
    for (let at = 0; at < frames; at++) {
      if (slice[at] === patternSample(codec, done + at + ahead, 0)) continue;
      breaks.push(done + at);
      ahead = placeOf(slice[at]!, done + at + ahead) - (done + at);
    }
    done += frames;
  }
  wav.close();
  return { frames: wav.frames, breaks };

  /** Frame of the pattern with this value: after the expected one, or from the start. */
  function placeOf(value: number, expected: number): number {
    for (let ahead = 0; ahead < 120 * 60 * RATE_HZ; ahead++) {
      if (patternSample(codec, expected + ahead, 0) === value) return expected + ahead;
      if (ahead < expected && patternSample(codec, ahead, 0) === value) return ahead;
    }
    throw new Error(`${value} is nowhere in the pattern`);
  }
}
