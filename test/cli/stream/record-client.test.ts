import { describe, expect, it } from 'vitest';
import { wavDataOffset } from '../../../src/audio/wav-header.js';
import { WavSeries } from '../../../src/audio/wav-series.js';
import { WavWriter } from '../../../src/audio/wav-writer.js';
import { RecordClient } from '../../../src/cli/stream/record-client.js';
import type { RecordTarget } from '../../../src/cli/stream/record-target.js';
import { type FormatName, findFormat } from '../../../src/device/format.js';
import { bytesPerFrame } from '../../../src/device/params.js';
import { FrameFifo } from '../../../src/stream/frame-fifo.js';
import type { LossRecord } from '../../../src/stream/loss.js';
import { LossLog } from '../../../src/stream/loss-log.js';
import type { OpenedStream } from '../../../src/stream/stream-thread.js';
import { MemorySink } from '../../audio/memory-sink.js';

const FRAME_BYTES = 4;

/** Opens a client that records into memory; the test fills its FIFO. */
function openClient(fillGaps: boolean, metered = true, name: FormatName = 'S16_LE') {
  const sink = new MemorySink();
  const format = findFormat(name)!;
  const params = { format, channels: 2, rateHz: 48_000 };
  const fifo = FrameFifo.allocate(4096, bytesPerFrame(params));
  const log = new LossLog();
  const target: RecordTarget = {
    file: 'take.wav',
    isSplit: false,
    pipe: undefined,
    fillGaps,
    open: (wav) => new WavSeries('take.wav', wav, undefined, () => new WavWriter(sink, wav)),
    openGapsFile: () => undefined,
  };
  const client = new RecordClient(target, metered);
  client.open({ params, fifo: fifo.buffer, losses: log.buffer } as unknown as OpenedStream);
  const lose = (atFrame: number, lostFrames: number) =>
    log.write({ ...NO_LOSS, atFrame, lostFrames });
  return { client, sink, fifo, params, lose };
}

const NO_LOSS: LossRecord = {
  kind: 'suspend',
  cause: 'suspended',
  clock: 'timestamps',
  atFrame: 0,
  playedFrames: Number.NaN,
  hwPtr: 0,
  applPtr: 0,
  uncertaintyFrames: 0,
  wallMs: 0,
  monotonicNs: 0,
  durationNs: 0,
  lostFrames: 0,
  silentFrames: 0,
  fillFrames: 0,
  wakeupLatencyNs: 0,
  sinceLastWakeupNs: 0,
};

describe('a long gap that is filled', () => {
  it('is written in parts, so that new frames are read in time', () => {
    const { client, sink, fifo, lose } = openClient(true);
    sink.write = (bytes) => bytes.length;
    fifo.commitWrite(1000);
    // Ten minutes: 115 MB of silence.
    lose(1000, 600 * 48_000);
    fifo.commitWrite(500);
    let services = 0;
    do {
      client.service();
      services++;
    } while (client.pendingBytes > 0);
    expect(services).toBeGreaterThan(10);
    expect(fifo.readableFrames).toBe(0);
    expect(client.close().fields).toMatchObject({
      fileFrames: 1500 + 600 * 48_000,
      insertedFrames: 600 * 48_000,
    });
  });

  it('reports the frames behind an incomplete silence as missing', () => {
    const { client, fifo, lose } = openClient(true);
    fifo.commitWrite(1000);
    lose(1000, 600 * 48_000);
    fifo.commitWrite(500);
    client.service();
    expect(client.close().truncation).toMatchObject({ atFrame: 1000, lostFrames: 500 });
  });
});

describe('a write that fails', () => {
  it('is thrown once; frames that come after it are counted as lost', () => {
    const { client, sink, fifo } = openClient(false);
    fifo.commitWrite(1000);
    client.service();
    sink.write = () => {
      throw new Error('EIO');
    };
    fifo.commitWrite(700);
    expect(() => client.service()).toThrow('EIO');
    fifo.commitWrite(300);
    client.service();
    const { truncation, failure } = client.close();
    expect(truncation).toMatchObject({
      atFrame: 1000,
      lostFrames: 1000,
      position: { frame: 1000 },
    });
    expect(failure).toMatchObject({ message: 'EIO' });
    expect(client.close().truncation).toBe(truncation);
    expect(sink.closed).toBe(1);
  });
});

describe('a first write that fails in the middle', () => {
  it('leaves the levels of the frames that were written', () => {
    const { client, sink, fifo } = openClient(false);
    sink.capacity = sink.bytes.length + 100 * FRAME_BYTES;
    fifo.write(new Uint8Array(new Int16Array(400).fill(0x4000).buffer));
    expect(() => client.service()).toThrow('full');
    expect(client.close().fields).toMatchObject({ fileFrames: 100, peakDbfs: [-6.02, -6.02] });
  });
});

describe('a new file on request', () => {
  it('starts at the next frame', () => {
    const { client, fifo } = openClient(false);
    client.beginNewFile();
    fifo.commitWrite(100);
    client.service();
    client.beginNewFile();
    fifo.commitWrite(50);
    client.service();
    client.close();
    expect(client.takeNotices().map(({ fields }) => fields)).toMatchObject([
      { file: 'take.wav', number: 1, startFrame: 0, fileFrames: 100 },
      { file: 'take-0002.wav', number: 2, startFrame: 100, fileFrames: 50 },
    ]);
  });
});

describe('frames from the FIFO', () => {
  it.each(['S16_LE', 'S16_BE', 'S24_3LE'] as const)('is the file: %s', (name) => {
    const pieces = [700, 3000, 1, 4095, 2500, 4096];
    const { client, sink, fifo, params } = openClient(false, true, name);
    const written: Uint8Array[] = [];
    for (const frames of pieces) {
      const bytes = Uint8Array.from({ length: frames * fifo.frameBytes }, (_, i) => (i * 31) % 251);
      expect(fifo.write(bytes)).toBe(frames);
      client.service();
      expect(fifo.readableFrames).toBe(0);
      written.push(bytes);
    }
    client.close();
    const samples = sink.bytes.subarray(wavDataOffset(params));
    const inFile = name === 'S16_BE' ? samples.swap16() : samples;
    expect(inFile.equals(Buffer.concat(written))).toBe(true);
  });

  it('is measured in place, also across the end of the FIFO', () => {
    const { client, fifo } = openClient(false);
    fifo.write(new Uint8Array(4000 * FRAME_BYTES));
    client.service();
    const loud = new Int16Array(2 * 300);
    // The last frame before the FIFO's end, and the first after it.
    loud[2 * 95] = 0x2000;
    loud[2 * 96 + 1] = 0x4000;
    fifo.write(new Uint8Array(loud.buffer));
    client.service();
    expect(client.close().fields).toMatchObject({ peakDbfs: [-12.04, -6.02] });
  });
});

describe('the levels of a recording', () => {
  it.each([
    [true, -6.02],
    [false, -Infinity],
  ])('are measured only if they are shown: %s', (metered, peakDbfs) => {
    const { client, fifo } = openClient(false, metered);
    fifo.write(new Uint8Array(new Int16Array(200).fill(0x4000).buffer));
    client.service();
    expect(client.close().fields).toMatchObject({
      fileFrames: 100,
      peakDbfs: [peakDbfs, peakDbfs],
    });
  });
});
