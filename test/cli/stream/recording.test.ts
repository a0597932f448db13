import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../../src/audio/sample-codec.js';
import { wavDataOffset } from '../../../src/audio/wav-header.js';
import { WavSeries } from '../../../src/audio/wav-series.js';
import { WavWriter } from '../../../src/audio/wav-writer.js';
import { Recording } from '../../../src/cli/stream/recording.js';
import { findFormat, SAMPLE_FORMATS } from '../../../src/device/format.js';
import { MemorySink } from '../../audio/memory-sink.js';

/** A recording in memory. */
function recordingInMemory(name = 'S16_LE', split?: { maxFrames: number }) {
  const format = findFormat(name)!;
  const params = { format, channels: 2, rateHz: 48000 };
  const sinks: MemorySink[] = [];
  const series = new WavSeries('take.wav', params, split, () => {
    sinks.push(new MemorySink());
    return new WavWriter(sinks.at(-1)!, params);
  });
  const recording = new Recording(series, format, 2);
  const samples = () =>
    Buffer.concat(sinks.map(({ bytes }) => bytes.subarray(wavDataOffset(params))));
  return { recording, sinks, samples, format };
}

describe('silence in a recording', () => {
  it.each(SAMPLE_FORMATS.map(({ name }) => name))('is that of the file: %s', (name) => {
    const { recording, samples, format } = recordingInMemory(name);
    const codec = sampleCodec(format);
    // The ring's own silence, as any sample is brought into the file.
    const ring = new Uint8Array(4 * format.bytes);
    const view = codec.view(ring.buffer, 0, ring.length);
    for (let at = 0; at < 4; at++) codec.set(view, at * codec.elements, codec.silence);
    recording.append(ring, 2);
    recording.appendSilence(2);
    const half = samples().length / 2;
    expect(samples().subarray(half).equals(samples().subarray(0, half))).toBe(true);
    expect(codec.toNormalized(codec.silence)).toBeCloseTo(0, 12);
  });

  it('is written in slices, across files, and does not count as stream frames', () => {
    const { recording, sinks } = recordingInMemory('S16_LE', { maxFrames: 10_000 });
    recording.append(new Uint8Array(400).fill(1), 100);
    for (let left = 50_000; left > 0; ) {
      const inserted = recording.appendSilence(left);
      expect(inserted).toBeLessThanOrEqual(recording.maxFrames);
      left -= inserted;
    }
    recording.append(new Uint8Array(400).fill(1), 100);
    expect(recording).toMatchObject({ streamFrames: 200, silentFrames: 50_000 });
    expect(recording.series.fileCount).toBe(6);
    expect(sinks.length).toBe(6);
    expect(recording.series.position).toEqual({ path: 'take-0006.wav', frame: 200 });
  });

  it('is counted as far as the disk took it', () => {
    const { recording, sinks, samples } = recordingInMemory();
    recording.append(new Uint8Array(400).fill(1), 100);
    sinks[0]!.capacity = sinks[0]!.bytes.length + 202;
    expect(() => recording.appendSilence(1000)).toThrow('full');
    expect(recording).toMatchObject({ streamFrames: 100, silentFrames: 50 });
    recording.series.finish();
    expect(samples().length).toBe(600);
  });
});
