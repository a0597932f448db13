import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { FORMAT_NAMES, findFormat } from '../../src/device/format.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { patternSample } from '../../src/sim/signal.js';
import { captureOn, codeOf, framesNs, sizes } from './on-the-sim.js';

const PATTERN = 'sim:SIGNAL=pattern';
const SMALL = { ...sizes(16, 50), format: 'S16_LE', channels: 3 } as const;

const codec = sampleCodec(findFormat('S16_LE')!);
/** Returns the interleaved samples of frames `from` up to `to`. */
function expected(from: number, to: number, channels = 3, of = codec): number[] {
  const samples: number[] = [];
  for (let frame = from; frame < to; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      samples.push(patternSample(of, frame, channel));
    }
  }
  return samples;
}

describe.each([
  PATTERN,
  `${PATTERN},ACCESS=noninterleaved`,
  `${PATTERN},STATUS=refused,CONTROL=refused`,
])('reading on %s', (name) => {
  it('delivers every available sample and commits the frames once', () => {
    const { device, io, time } = captureOn(name, SMALL);
    device.start();
    time.advance(framesNs(32));
    const samples = io.iter();
    expect([...samples]).toEqual(expected(0, 32));
    expect([io.applPtr(), io.avail()]).toEqual([32, 0]);
    expect(samples.next()).toEqual({ done: true, value: undefined });
    samples.return();
    expect(io.applPtr()).toBe(32);
  });

  it('continues across the end of the ring', () => {
    const { device, io, time } = captureOn(name, SMALL);
    device.start();
    time.advance(framesNs(32));
    for (const _ of io);
    time.advance(framesNs(32));
    expect(io.dataPtr().map(({ offset, frames }) => [offset, frames])).toEqual([
      [32, 18],
      [0, 14],
    ]);
    expect([...io]).toEqual(expected(32, 64));
    expect(io.applPtr()).toBe(64);
  });

  it('continues with the next sample of a frame read in part', () => {
    const { device, io, time } = captureOn(name, SMALL);
    device.start();
    time.advance(framesNs(32));
    const read: number[] = [];
    for (const sample of io) {
      read.push(sample);
      if (read.length === 7) break;
    }
    expect(io.applPtr()).toBe(2);
    for (const sample of io) {
      read.push(sample);
      if (read.length === 8) break;
    }
    expect(io.applPtr()).toBe(2);
    read.push(...io);
    expect(read).toEqual(expected(0, 32));
    expect(io.applPtr()).toBe(32);
  });

  it('copies frames out of the ring as interleaved bytes', () => {
    const { device, io, time } = captureOn(name, SMALL);
    device.start();
    time.advance(framesNs(32));
    io.commit(30);
    time.advance(framesNs(32));
    const [first, second] = io.dataPtr();
    const bytes = new Uint8Array(6 + 34 * 6);
    first.copyOut(bytes, 6);
    second.copyOut(bytes, 6 + first.frames * 6);
    expect([...new Int16Array(bytes.buffer, 6)]).toEqual(expected(30, 64));
    first.copyOut(bytes, 0, 3, 1);
    expect([...new Int16Array(bytes.buffer, 0, 3)]).toEqual(expected(33, 34));
  });

  it('starts with a whole frame after a prepare', () => {
    const { device, io, time } = captureOn(name, SMALL);
    device.start();
    time.advance(framesNs(32));
    io.iter().next();
    const left = io.iter();
    left.next();
    left.return();
    device.drop();
    device.prepare();
    io.discardPartialFrame();
    device.start();
    time.advance(framesNs(16));
    expect([...io]).toEqual(expected(32, 48));
  });
});

describe.each(FORMAT_NAMES)('samples of %s', (format) => {
  it.each(['interleaved', 'noninterleaved'])('are read in channel order: %s', (access) => {
    const { device, io, time } = captureOn(`${PATTERN},ACCESS=${access}`, {
      ...sizes(16, 50),
      format,
      channels: 2,
    });
    device.start();
    time.advance(framesNs(32));
    const of = sampleCodec(findFormat(format)!);
    expect(io.dataPtr()[0].get(31, 1)).toBe(patternSample(of, 31, 1));
    expect([...io]).toEqual(expected(0, 32, 2, of));
  });
});

describe('a free-running capture stream', () => {
  const free = { ...SMALL, stopThreshold: 'never' } as const;

  it('returns the frames lost and continues with the oldest remaining frame', () => {
    const { device, io, time } = captureOn(PATTERN, free);
    device.start();
    time.advance(framesNs(160));
    expect([io.state(), io.avail()]).toEqual([PcmState.RUNNING, 160]);
    expect(io.forwardPastOverrun()).toBe(110);
    expect([io.applPtr(), io.avail()]).toEqual([110, 50]);
    expect([...io]).toEqual(expected(110, 160));
    expect(io.forwardPastOverrun()).toBe(0);
  });
});

describe('MmapCapture', () => {
  it.each([2, 4])('reads in order when its pointers wrap after %d buffers', (wrap) => {
    const { device, io, time } = captureOn(`${PATTERN},BOUNDARY=${wrap}`, SMALL);
    device.start();
    let read = 0;
    for (let cycle = 0; cycle < 40; cycle++) {
      time.advance(framesNs(16));
      const samples = [...io];
      expect(samples).toEqual(expected(read, read + samples.length / 3));
      read += samples.length / 3;
      expect(io.applPtr()).toBe(read % io.boundary);
    }
    expect(read).toBeGreaterThan(3 * io.boundary);
  });

  it('rejects a commit above avail, and any commit after an overrun', () => {
    const { device, io, time } = captureOn(PATTERN, SMALL);
    expect(codeOf(() => io.commit(1))).toBe('RANGE');
    device.start();
    time.advance(framesNs(64));
    expect(io.state()).toBe(PcmState.XRUN);
    expect(codeOf(() => io.commit(1))).toBe('XRUN');
  });
});
