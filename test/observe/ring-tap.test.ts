import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../src/device/params.js';
import { RingTap, type TapPointers, type TapSink } from '../../src/observe/ring-tap.js';

const BUFFER = 16;
const PERIOD = 4;
const FRAME_BYTES = 2;

/** A stream of another process, whose frame n holds the number n, and a tap of it. */
class TappedStream {
  state = 'RUNNING';
  hwPtr = 0;
  applPtr = 0;
  readonly taken: number[] = [];
  readonly events: (readonly [string, number])[] = [];
  /** Called between the copy of the ring and the second look at the pointers. */
  duringCopy = () => {};
  isMapped = true;
  readonly #ring = new Uint16Array(BUFFER);
  readonly tap: RingTap;

  constructor(direction: Direction) {
    const sink: TapSink = {
      frames: (bytes) => this.taken.push(...new Uint16Array(bytes.slice().buffer)),
      lapped: (frames) => this.events.push(['lapped', frames]),
      xrun: () => this.events.push(['xrun', 0]),
    };
    const pointers = (): TapPointers | undefined =>
      this.isMapped ? { state: this.state, hwPtr: this.hwPtr, applPtr: this.applPtr } : undefined;
    const copy = (byteOffset: number, into: Uint8Array) => {
      into.set(new Uint8Array(this.#ring.buffer, byteOffset, into.length));
      this.duringCopy();
      return this.isMapped;
    };
    const geometry = { direction, bufferSize: BUFFER, periodSize: PERIOD, frameBytes: FRAME_BYTES };
    this.tap = new RingTap(geometry, pointers, copy, sink);
  }

  /** Writes frames into the ring, as the owner of a playback or the hardware of a capture. */
  write(from: number, to: number, offset = 0): void {
    for (let frame = from; frame < to; frame++) this.#ring[frame % BUFFER] = frame + offset;
  }

  /** The owner of a playback queues frames. */
  queue(frames: number): void {
    this.write(this.applPtr, this.applPtr + frames);
    this.applPtr += frames;
  }

  /** The hardware of a capture delivers frames. */
  capture(frames: number): void {
    this.write(this.hwPtr, this.hwPtr + frames);
    this.hwPtr += frames;
  }
}

const count = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

describe('the tap of a playback', () => {
  it('delivers each frame once, when it was played', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.tap.cycle();
    expect(stream.taken).toEqual([]);
    stream.hwPtr = 4;
    stream.queue(12);
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 4));
    stream.hwPtr = 19;
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 19));
    expect(stream.events).toEqual([]);
  });

  it('begins with what is queued', () => {
    const stream = new TappedStream('playback');
    [stream.hwPtr, stream.applPtr] = [1000, 1000];
    stream.queue(8);
    stream.tap.cycle();
    stream.hwPtr = 1006;
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(1000, 1006));
  });

  it('counts nothing that is played during the first copy', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.duringCopy = () => {
      stream.hwPtr = 3;
    };
    stream.tap.cycle();
    stream.hwPtr = 8;
    stream.tap.cycle();
    expect([stream.taken, stream.events]).toEqual([count(3, 8), []]);
  });

  it('delivers frames that were rewound and written again as they were played', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.tap.cycle();
    stream.applPtr = 2;
    stream.tap.cycle();
    stream.write(2, 6, 100);
    stream.applPtr = 6;
    stream.tap.cycle();
    stream.hwPtr = 6;
    stream.tap.cycle();
    expect(stream.taken).toEqual([0, 1, 102, 103, 104, 105]);
    expect(stream.events).toEqual([]);
  });

  it('counts frames that were played before they were copied', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.tap.cycle();
    stream.queue(8);
    stream.hwPtr = 12;
    stream.queue(4);
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 8));
    expect(stream.events).toEqual([['lapped', 4]]);
    stream.hwPtr = 20;
    stream.tap.cycle();
    expect(stream.taken).toEqual([...count(0, 8), ...count(12, 20)]);
  });

  it('does not take what the owner may have overwritten during the copy', () => {
    const stream = new TappedStream('playback');
    stream.tap.cycle();
    stream.queue(16);
    stream.duringCopy = () => {
      stream.hwPtr = 5;
      stream.duringCopy = () => {};
    };
    stream.tap.cycle();
    expect(stream.events).toEqual([['lapped', 5]]);
    stream.hwPtr = 16;
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(5, 16));
  });

  it('does not take the stale frames of an underrun', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.tap.cycle();
    [stream.state, stream.hwPtr] = ['XRUN', 11];
    stream.tap.cycle();
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 8));
    expect(stream.events).toEqual([['xrun', 0]]);
    [stream.state, stream.hwPtr, stream.applPtr] = ['PREPARED', 0, 0];
    stream.queue(4);
    stream.tap.cycle();
    [stream.state, stream.hwPtr] = ['RUNNING', 4];
    stream.tap.cycle();
    expect(stream.taken).toEqual([...count(0, 8), ...count(0, 4)]);
  });

  it('reports a restart between two cycles of a running stream as an xrun', () => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    stream.tap.cycle();
    stream.hwPtr = 5;
    stream.tap.cycle();
    [stream.hwPtr, stream.applPtr] = [0, 0];
    stream.queue(4);
    stream.tap.cycle();
    stream.hwPtr = 4;
    stream.tap.cycle();
    expect(stream.events).toEqual([['xrun', 0]]);
    expect(stream.taken).toEqual([...count(0, 5), ...count(0, 4)]);
  });

  it.each([
    ['DRAINING', count(0, 8)],
    ['RUNNING', count(0, 2)],
  ])('delivers what is queued at the end of a stream that was %s: %j', (state, expected) => {
    const stream = new TappedStream('playback');
    stream.queue(8);
    [stream.state, stream.hwPtr] = [state, 2];
    stream.tap.cycle();
    stream.tap.cycle();
    stream.isMapped = false;
    expect(stream.tap.cycle()).toBeUndefined();
    stream.tap.finish();
    expect(stream.taken.filter((frame) => frame > 1)).toEqual(expected.filter((one) => one > 1));
  });

  it('delivers or counts every frame, whatever the owner does', () => {
    const step = fc.record({ play: fc.nat(BUFFER), queue: fc.nat(BUFFER), during: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const stream = new TappedStream('playback');
        const play = (frames: number) => {
          stream.hwPtr = Math.min(stream.applPtr, stream.hwPtr + frames);
        };
        const queue = (frames: number) =>
          stream.queue(Math.min(frames, stream.hwPtr + BUFFER - stream.applPtr));
        let position = 0;
        stream.tap.cycle();
        for (const { play: played, queue: queued, during } of steps) {
          queue(queued);
          play(played);
          queue(queued);
          stream.duringCopy = () => {
            play(during);
            queue(during);
          };
          stream.tap.cycle();
        }
        stream.duringCopy = () => {};
        stream.tap.cycle();
        const lapped = stream.events.reduce((sum, [, frames]) => sum + frames, 0);
        expect(stream.taken.length + lapped).toBe(stream.hwPtr);
        for (const frame of stream.taken) {
          expect(frame).toBeGreaterThanOrEqual(position);
          position = frame + 1;
        }
      }),
    );
  });
});

describe('the tap of a capture', () => {
  it('delivers each frame once', () => {
    const stream = new TappedStream('capture');
    stream.tap.cycle();
    stream.capture(4);
    stream.tap.cycle();
    stream.capture(12);
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 16));
    expect(stream.events).toEqual([]);
  });

  it('counts what the hardware may have overwritten: up to a period ahead of hw_ptr', () => {
    const stream = new TappedStream('capture');
    stream.tap.cycle();
    stream.capture(13);
    stream.tap.cycle();
    expect(stream.events).toEqual([['lapped', 1]]);
    expect(stream.taken).toEqual(count(1, 13));
  });

  it('counts what was overwritten during the copy', () => {
    const stream = new TappedStream('capture');
    stream.tap.cycle();
    stream.capture(12);
    stream.duringCopy = () => {
      stream.capture(5);
      stream.duringCopy = () => {};
    };
    stream.tap.cycle();
    expect(stream.events).toEqual([['lapped', 5]]);
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(5, 17));
  });

  it('begins anew when the pointers do', () => {
    const stream = new TappedStream('capture');
    stream.hwPtr = 100;
    stream.tap.cycle();
    stream.hwPtr = 0;
    stream.capture(3);
    stream.tap.cycle();
    expect(stream.taken).toEqual(count(0, 3));
  });
});
