import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wavChunks } from '../../src/audio/wav-chunks.js';
import {
  CUE_OVERHEAD_BYTES,
  type CuePoint,
  cueChunks,
  cuePointBytes,
} from '../../src/audio/wav-cues.js';
import type { WavParams } from '../../src/audio/wav-fmt.js';
import { wavDataOffset, wavHeader } from '../../src/audio/wav-header.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { createWav, WavWriter } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { MemorySink } from './memory-sink.js';
import { readCues } from './read-cues.js';
import { scratchDirectory } from './scratch.js';
import { soxInfo, soxIsThere } from './sox.js';

const scratch = scratchDirectory();
const stereo = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48000 };
const odd = { format: findFormat('S24_3LE')!, channels: 1, rateHz: 48000 };
const points = fc.array(
  fc.record({ frame: fc.integer({ min: 0, max: 2 ** 32 - 1 }), label: fc.string() }),
);

describe('the chunks of cue points', () => {
  it('round-trip with any labels', () => {
    fc.assert(
      fc.property(points, (cues) => {
        const visible = cues.map(({ frame, label }) => ({
          frame,
          label: label.replaceAll('\0', ''),
        }));
        expect(readCues(Buffer.from(cueChunks(visible)), 0)).toEqual(visible);
      }),
    );
  });

  it('have the predicted, even length', () => {
    fc.assert(
      fc.property(points, (cues) => {
        const predicted = cues.reduce(
          (sum, { label }) => sum + cuePointBytes(label),
          CUE_OVERHEAD_BYTES,
        );
        expect(cueChunks(cues).length).toBe(cues.length === 0 ? 0 : predicted);
        expect(predicted % 2).toBe(0);
      }),
    );
  });

  it('are empty without points', () => {
    expect(cueChunks([])).toEqual(new Uint8Array(0));
  });
});

/** Writes `frames` frames with cue points in between. */
function marked(params: WavParams, frames: number, cues: readonly CuePoint[], sink: MemorySink) {
  const frameBytes = params.channels * params.format.bytes;
  const writer = new WavWriter(sink, params);
  for (const { frame, label } of cues) {
    writer.write(new Uint8Array((frame - writer.frames) * frameBytes).fill(7));
    writer.addCue(label);
  }
  writer.write(new Uint8Array((frames - writer.frames) * frameBytes).fill(7));
  return writer;
}

const CUES = [
  { frame: 3, label: 'xrun: 12 frames lost' },
  { frame: 3, label: 'fifo: 5 frames lost' },
  { frame: 11, label: 'xrun: 1 frame lost' },
];

describe('a file with cue points', () => {
  it.each([
    ['even', stereo],
    ['odd', odd],
  ])(
    'has the points behind its samples, of %s length, and their bytes in its size',
    (_, params) => {
      const sink = new MemorySink();
      const writer = marked(params, 11, CUES, sink);
      const predicted = writer.finalBytes;
      writer.finish();
      const dataBytes = 11 * params.channels * params.format.bytes;
      const end = wavDataOffset(params) + dataBytes + (dataBytes % 2);
      expect(sink.bytes.length).toBe(predicted);
      expect(sink.bytes.readUInt32LE(4)).toBe(predicted - 8);
      expect(readCues(sink.bytes, end)).toEqual(CUES);
      expect(sink.bytes.subarray(wavDataOffset(params), end)).toEqual(
        Buffer.concat([Buffer.alloc(dataBytes, 7), Buffer.alloc(dataBytes % 2)]),
      );
    },
  );

  it('is valid before it is finished', () => {
    const sink = new MemorySink();
    const clock = { ms: 0 };
    const writer = new WavWriter(sink, stereo, { nowMs: () => clock.ms });
    writer.addCue('before');
    clock.ms = 500;
    writer.write(new Uint8Array(40));
    expect(sink.bytes).toEqual(Buffer.concat([wavHeader(stereo, 40), Buffer.alloc(40)]));
  });

  it('has none without samples, since a reader may take size 0 for unknown', () => {
    const sink = new MemorySink();
    marked(stereo, 0, [{ frame: 0, label: 'xrun' }], sink).finish();
    expect(sink.bytes.equals(wavHeader(stereo, 0))).toBe(true);
  });

  it('on a full disk lacks the cue points but no sample', () => {
    const sink = new MemorySink();
    const writer = marked(odd, 11, CUES, sink);
    sink.capacity = wavDataOffset(odd) + 33 + 1 + 40;
    sink.maxBytesPerWrite = 30;
    expect(() => writer.finish()).toThrow('full');
    const whole = Buffer.concat([wavHeader(odd, 33), Buffer.alloc(33, 7), Buffer.alloc(1)]);
    expect(sink.bytes.equals(whole)).toBe(true);
    expect(sink.closed).toBe(1);
  });

  it('has no cue point at frames above 2^32 - 1', () => {
    const written: Buffer[] = [];
    const sink = Object.assign(new MemorySink(), {
      write(bytes: Uint8Array) {
        if (bytes.length < 2 ** 20) written.push(Buffer.from(bytes));
        return bytes.length;
      },
    });
    const bytes = { format: findFormat('S16_LE')!, channels: 1, rateHz: 48000 };
    const writer = new WavWriter(sink, bytes, { nowMs: () => 0 });
    const block = new Uint8Array(2 ** 26);
    for (let count = 0; count < 128; count++) {
      if (count === 127) writer.addCue('near the end');
      writer.write(block);
    }
    writer.addCue('past it');
    writer.finish();
    expect(readCues(written.at(-2)!, 0)).toEqual([{ frame: 127 * 2 ** 25, label: 'near the end' }]);
    const header = wavHeader(bytes, 2 ** 33, written.at(-2)!.length);
    expect(written.at(-1)!.equals(header)).toBe(true);
    expect(Buffer.from(header).toString('latin1', 0, 4)).toBe('RF64');
  });

  it('holds at most 65536 cue points', () => {
    const sink = new MemorySink();
    const writer = new WavWriter(sink, stereo);
    writer.write(new Uint8Array(4));
    for (let count = 0; count < 70_000; count++) writer.addCue('x');
    writer.finish();
    expect(readCues(sink.bytes, wavDataOffset(stereo) + 4).length).toBe(65_536);
  });

  it('is read to its last sample', () => {
    const path = scratch('cues.wav');
    const writer = createWav(path, odd);
    writer.write(new Uint8Array(33));
    writer.addCue('the end');
    writer.finish();
    const wav = readWav(path);
    expect(wav.frames).toBe(11);
    wav.close();
    const bytes = readFileSync(path);
    const source = {
      path,
      readAt: (at: number, length: number) => bytes.subarray(at, at + length),
    };
    const ids = [...wavChunks(source)].map(({ id }) => id);
    expect(ids).toEqual(['JUNK', 'fmt ', 'data', 'cue ', 'LIST']);
  });

  it.skipIf(!soxIsThere)('is flawless to sox', () => {
    const path = scratch('sox-cues.wav');
    const writer = createWav(path, stereo);
    writer.write(new Uint8Array(4000));
    writer.addCue('xrun: 12 frames lost');
    writer.write(new Uint8Array(4000));
    writer.finish();
    expect(soxInfo(path)).toMatchObject({ frames: 2000, warnings: '' });
  });
});
