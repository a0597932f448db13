import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { readWav } from '../../src/audio/wav-reader.js';
import { findStreams } from '../../src/observe/find-stream.js';
import { ForeignTap } from '../../src/observe/foreign-tap.js';
import type { OpenStream } from '../../src/observe/sound-tree.js';
import type { TapSource } from '../../src/observe/tap-source.js';

/** Bytes of a frame of S16_LE with two channels. */
export const FRAME_BYTES = 4;
/** Cycles of a tap from the first sound to the stall. */
const CYCLES_BEFORE_STALL = 10;

/** Bytes of the pattern that do not repeat. */
const PROBE_BYTES = 4096;

/** Samples of a WAV file. */
export function samplesOf(path: string): Buffer {
  const wav = readWav(path);
  const bytes = Buffer.from(wav.data(0, wav.frames));
  wav.close();
  return bytes;
}

/**
 * Waits for the stream of a process to be set up.
 * @throws ESRCH if the process has ended
 */
export async function openStream(pid: number): Promise<OpenStream> {
  for (;;) {
    process.kill(pid, 0);
    const [stream] = findStreams({ pid });
    if (stream?.hwParams !== undefined) return stream;
    await sleep(2);
  }
}

interface Tapped {
  /** Frames between two losses. */
  readonly parts: Buffer[];
  readonly lost: number;
}

const isSound = (bytes: Uint8Array) => bytes.some((byte) => byte !== 0);

/** Taps a stream until its owner closes it; after the first sound sleeps once for `stallMs`. */
export async function tapAll(found: TapSource, stallMs = 0): Promise<Tapped> {
  const parts: Buffer[][] = [[]];
  let lost = 0;
  let cyclesToStall = Number.POSITIVE_INFINITY;
  const tap = new ForeignTap(found, {
    frames: (bytes) => {
      parts.at(-1)!.push(Buffer.from(bytes));
      if (isSound(bytes)) cyclesToStall = Math.min(cyclesToStall, CYCLES_BEFORE_STALL);
    },
    lapped: (frames) => {
      lost += frames;
      parts.push([]);
    },
    xrun: () => parts.push([]),
  });
  while (typeof tap.cycle() !== 'string') await sleep(cyclesToStall-- === 0 ? stallMs : 5);
  return { parts: parts.map((part) => Buffer.concat(part)), lost };
}

/** Frame of the source at which each part begins; every part must be in it, bit for bit. */
export function positionsIn(whole: Buffer, parts: readonly Buffer[]): number[] {
  return parts.filter(isSound).map((part) => {
    // Its sound is looked for: a search for a part with a second of silence takes minutes.
    const sound = part.findIndex((byte) => byte !== 0);
    const at = whole.indexOf(part.subarray(sound, sound + PROBE_BYTES)) - sound;
    const isThere = at >= 0 && whole.subarray(at, at + part.length).equals(part);
    expect(isThere, `part of ${part.length} bytes at ${at} of ${whole.length}`).toBe(true);
    return at / FRAME_BYTES;
  });
}
