import { describe, expect, it } from 'vitest';
import { wavDataOffset } from '../../../src/audio/wav-header.js';
import { WavSeries } from '../../../src/audio/wav-series.js';
import { WavWriter } from '../../../src/audio/wav-writer.js';
import type { RecordTarget } from '../../../src/cli/stream/record-target.js';
import { WavSide } from '../../../src/cli/stream/wav-side.js';
import { type FormatName, findFormat } from '../../../src/device/format.js';
import { bytesPerFrame } from '../../../src/device/params.js';
import { FrameFifo } from '../../../src/stream/frame-fifo.js';
import type { LossEvent } from '../../../src/stream/loss.js';
import { LossLog } from '../../../src/stream/loss-log.js';
import type { Opened } from '../../../src/stream/stream-thread.js';
import { MemorySink } from '../../audio/memory-sink.js';

const FRAME_BYTES = 4;

/** The side of a recording whose stream the test plays, into a file in memory. */
function rehearsal(fillGaps: boolean, metered = true, name: FormatName = 'S16_LE') {
  const sink = new MemorySink();
  const format = findFormat(name)!;
  const params = { format, channels: 2, rateHz: 48_000 };
  const fifo = FrameFifo.allocate(4096, bytesPerFrame(params));
  const log = new LossLog();
  const target: RecordTarget = {
    file: 'take.wav',
    subject: 'into take.wav',
    pipe: undefined,
    fillGaps,
    open: (wav) => new WavSeries('take.wav', wav, undefined, () => new WavWriter(sink, wav)),
    openGaps: () => undefined,
  };
  const side = new WavSide(target, metered);
  side.begin({ params, fifo: fifo.buffer, losses: log.buffer } as unknown as Opened);
  const lose = (atFrame: number, lostFrames: number) =>
    log.write({ ...NO_LOSS, atFrame, lostFrames });
  return { side, sink, fifo, params, lose };
}

const NO_LOSS: LossEvent = {
  cause: 'suspend',
  atFrame: 0,
  wallMs: 0,
  monotonicNs: 0,
  durationNs: 0,
  lostFrames: 0,
  insertedFrames: 0,
  fillFrames: 0,
  wakeUpDelayNs: 0,
  unseenNs: 0,
};

describe('a long gap that is filled', () => {
  it('is written turn by turn, so that what comes in meanwhile is taken in time', () => {
    const { side, sink, fifo, lose } = rehearsal(true);
    sink.write = (bytes) => bytes.length;
    fifo.put(1000);
    // Ten minutes: 115 MB of silence.
    lose(1000, 600 * 48_000);
    fifo.put(500);
    let turns = 0;
    do {
      side.turn();
      turns++;
    } while (side.waitingBytes > 0);
    expect(turns).toBeGreaterThan(10);
    expect(fifo.waiting).toBe(0);
    expect(side.end().figures).toMatchObject({
      fileFrames: 1500 + 600 * 48_000,
      insertedFrames: 600 * 48_000,
    });
  });

  it('and cut short is accounted for: what waited behind it is not in the file', () => {
    const { side, fifo, lose } = rehearsal(true);
    fifo.put(1000);
    lose(1000, 600 * 48_000);
    fifo.put(500);
    side.turn();
    expect(side.end().cut).toMatchObject({ atFrame: 1000, lostFrames: 500 });
  });
});

describe('a write that fails', () => {
  it('is thrown once; frames that come after it are counted as lost', () => {
    const { side, sink, fifo } = rehearsal(false);
    fifo.put(1000);
    side.turn();
    sink.write = () => {
      throw new Error('EIO');
    };
    fifo.put(700);
    expect(() => side.turn()).toThrow('EIO');
    fifo.put(300);
    side.turn();
    const { cut, failure } = side.end();
    expect(cut).toMatchObject({ atFrame: 1000, lostFrames: 1000, place: { frame: 1000 } });
    expect(failure).toMatchObject({ message: 'EIO' });
    expect(side.end().cut).toBe(cut);
    expect(sink.closed).toBe(1);
  });
});

describe('what comes through the FIFO', () => {
  it.each(['S16_LE', 'S16_BE', 'S24_3LE'] as const)('is the file: %s', (name) => {
    const pieces = [700, 3000, 1, 4095, 2500, 4096];
    const { side, sink, fifo, params } = rehearsal(false, true, name);
    const put: Uint8Array[] = [];
    for (const frames of pieces) {
      const bytes = Uint8Array.from({ length: frames * fifo.frameBytes }, (_, i) => (i * 31) % 251);
      expect(fifo.write(bytes)).toBe(frames);
      side.turn();
      expect(fifo.waiting).toBe(0);
      put.push(bytes);
    }
    side.end();
    const samples = sink.bytes.subarray(wavDataOffset(params));
    const inFile = name === 'S16_BE' ? samples.swap16() : samples;
    expect(inFile.equals(Buffer.concat(put))).toBe(true);
  });

  it('is measured where it lies, also past the end of the FIFO', () => {
    const { side, fifo } = rehearsal(false);
    fifo.write(new Uint8Array(4000 * FRAME_BYTES));
    side.turn();
    const loud = new Int16Array(2 * 300);
    // The last frame before the FIFO's end, and the first after it.
    loud[2 * 95] = 0x2000;
    loud[2 * 96 + 1] = 0x4000;
    fifo.write(new Uint8Array(loud.buffer));
    side.turn();
    expect(side.end().figures).toMatchObject({ peakDbfs: [-12.04, -6.02] });
  });
});

describe('the levels of a recording', () => {
  it.each([
    [true, -6.02],
    [false, -Infinity],
  ])('are measured where they are told: %s', (metered, peakDbfs) => {
    const { side, fifo } = rehearsal(false, metered);
    fifo.write(new Uint8Array(new Int16Array(200).fill(0x4000).buffer));
    side.turn();
    expect(side.end().figures).toMatchObject({ fileFrames: 100, peakDbfs: [peakDbfs, peakDbfs] });
  });
});
