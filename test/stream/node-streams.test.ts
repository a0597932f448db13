import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { patternSample } from '../../src/sim/signal.js';
import { type CaptureBlock, openCapture } from '../../src/stream/capture-stream.js';
import { openPlayback } from '../../src/stream/playback-stream.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

/** A ring long enough for a busy machine. */
const PATIENT = { bufferSize: { frames: 32_768 }, periodSize: { frames: 1024 } } as const;
const STEREO = { ...PATIENT, format: 'S16_LE', channels: 2 } as const;
const FRAMES = 5000;

/** S16_LE bytes of two channels: 1, 2, 3, ... and their negatives. */
const BYTES = new Uint8Array(
  Int16Array.from({ length: 2 * FRAMES }, (_, index) =>
    index % 2 === 0 ? 1 + index / 2 : -(index + 1) / 2,
  ).buffer,
);
const FLOATS = Float32Array.from(new Int16Array(BYTES.buffer), (sample) => sample / 32_768);

/** Cuts samples into pieces of the given lengths, in turns. */
function* cut<T extends Uint8Array | Float32Array>(samples: T, lengths: readonly number[]) {
  for (let from = 0, turn = 0; from < samples.length; turn++) {
    const to = from + lengths[turn % lengths.length]!;
    yield samples.slice(from, to) as T;
    from = to;
  }
}

function expectPlayed(path: string) {
  const [left, right] = readWavChannels(path);
  const numbers = Array.from({ length: FRAMES }, (_, frame) => frame + 1);
  expect(left!.slice(0, FRAMES)).toEqual(numbers);
  expect(right!.slice(0, FRAMES)).toEqual(numbers.map((number) => -number));
}

const LENGTHS = [[1], [3, 5, 1], [4001], [2, 0, 7], [BYTES.length]];

describe('PlaybackStream.play', () => {
  it.each(LENGTHS)('plays bytes in pieces of %j', async (...lengths) => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...STEREO, raw: true });
    await playback.play(cut(BYTES, lengths));
    expectPlayed(path);
  });

  it.each(LENGTHS)('plays floats in pieces of %j', async (...lengths) => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, STEREO);
    await playback.play(cut(FLOATS, lengths));
    expectPlayed(path);
  });

  it('rejects with RANGE for a partial frame at the end, after the whole frames', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...STEREO, raw: true });
    const playing = playback.play([BYTES, new Uint8Array(3)]);
    await expect(playing).rejects.toMatchObject({ code: 'RANGE' });
    expectPlayed(path);
  });

  it.each([['text'], [[1, 2]], [new Float32Array(2)]])('rejects %j as bytes', async (wrong) => {
    const playback = await openPlayback('sim', { ...STEREO, raw: true });
    // @ts-expect-error a program in JavaScript
    await expect(playback.play([wrong])).rejects.toMatchObject({ code: 'RANGE' });
    await playback.close();
  });
});

describe('PlaybackStream.toWritable', () => {
  it('plays bytes in chunks of any length to the last frame', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, { ...STEREO, raw: true });
    await pipeline(Readable.from(cut(BYTES, [3, 4001])), playback.toWritable());
    expectPlayed(path);
    await playback.ended;
  });

  it('plays floats', async () => {
    const path = dumpPath();
    const playback = await openPlayback(`sim:DUMP=${path}`, STEREO);
    await pipeline(Readable.from(cut(FLOATS, [3, 4001])), playback.toWritable());
    expectPlayed(path);
  });

  it('rejects the pipeline with the error of the source, and closes the device', async () => {
    const playback = await openPlayback('sim', { ...STEREO, raw: true });
    const source = Readable.from(
      (function* () {
        yield BYTES;
        throw new Error('unreadable');
      })(),
    );
    await expect(pipeline(source, playback.toWritable())).rejects.toThrow('unreadable');
    await playback.ended;
  });

  it.each([
    ['strings', Readable.from(['text'], { encoding: 'utf8' }), 'RANGE'],
    ['a partial frame at the end', Readable.from([new Uint8Array(7)]), 'RANGE'],
  ])('rejects the pipeline for %s', async (_case, source, code) => {
    const playback = await openPlayback('sim', { ...STEREO, raw: true });
    await expect(pipeline(source, playback.toWritable())).rejects.toMatchObject({ code });
    await playback.ended;
  });

  it('rejects the pipeline if the device goes away while nothing is written', async () => {
    const playback = await openPlayback('sim:UNPLUG=2000', { ...STEREO, raw: true });
    const source = new Readable({ read() {} });
    source.push(BYTES.subarray(0, 16_000));
    const piping = pipeline(source, playback.toWritable());
    await expect(piping).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('rejects the pipeline with the reason of the signal', async () => {
    const abort = new AbortController();
    const playback = await openPlayback('sim', { ...STEREO, raw: true, signal: abort.signal });
    const piping = pipeline(new Readable({ read() {} }), playback.toWritable());
    setTimeout(() => abort.abort(new Error('quiet')), 20);
    await expect(piping).rejects.toThrow('quiet');
  });
});

describe('a pipeline to a PlaybackStream itself', () => {
  it('rejects with USAGE instead of hanging', async () => {
    const playback = await openPlayback('sim', { ...STEREO, raw: true });
    const source = Readable.from(cut(BYTES, [4000]));
    // @ts-expect-error a program in JavaScript
    await expect(pipeline(source, playback)).rejects.toMatchObject({ code: 'USAGE' });
    await playback.close();
  });
});

/** Collects chunks until there are enough, and then ends the capture. */
function collect<Chunk>(chunks: Chunk[], isEnough: () => boolean, end: () => unknown): Writable {
  return new Writable({
    objectMode: true,
    write(chunk: Chunk, _encoding, callback) {
      chunks.push(chunk);
      if (isEnough()) end();
      callback();
    },
  });
}

describe('a CaptureStream as a stream of Node', () => {
  const PATTERN = { ...PATIENT, format: 'S32_LE', channels: 1, raw: true } as const;

  function expectPattern(bytes: Uint8Array, frames: number) {
    const codec = sampleCodec({ ...FORMAT });
    const view = codec.view(bytes.slice().buffer, 0, bytes.length);
    for (let frame = 0; frame < frames; frame++) {
      if (codec.get(view, frame) !== patternSample(codec, frame, 0)) {
        expect.fail(`frame ${frame} differs`);
      }
    }
  }
  let FORMAT: Awaited<ReturnType<typeof openCapture>>['params']['format'];

  it('gives its bytes in order, and ends when it is closed', async () => {
    const capture = await openCapture('sim:SIGNAL=pattern', PATTERN);
    FORMAT = capture.params.format;
    const chunks: Buffer[] = [];
    const isEnough = () => chunks.reduce((sum, { length }) => sum + length, 0) > 4 * FRAMES;
    await pipeline(
      capture.toReadable(),
      collect(chunks, isEnough, () => capture.close()),
    );
    await capture.ended;
    expectPattern(Buffer.concat(chunks), FRAMES);
  });

  it('gives Float32Array objects without raw', async () => {
    const capture = await openCapture('sim', STEREO);
    for await (const samples of capture.toReadable()) {
      expect(samples).toBeInstanceOf(Float32Array);
      break;
    }
    await capture.ended;
  });

  it('is read in blocks by Readable.from', async () => {
    const capture = await openCapture('sim:SIGNAL=pattern', PATTERN);
    const blocks: CaptureBlock<true>[] = [];
    const isEnough = () => (blocks.at(-1)?.atFrame ?? 0) > FRAMES;
    await pipeline(
      Readable.from(capture),
      collect(blocks, isEnough, () => capture.close()),
    );
    let frame = 0;
    for (const { atFrame, frames } of blocks) {
      expect(atFrame).toBe(frame);
      frame += frames;
    }
    await capture.ended;
  });

  it.each(['toReadable', 'from'])('is closed when its %s stream is destroyed', async (kind) => {
    const capture = await openCapture('sim', STEREO);
    const readable = kind === 'from' ? Readable.from(capture) : capture.toReadable();
    readable.once('data', () => readable.destroy());
    await capture.ended;
    expect(await capture.read()).toBeUndefined();
  });

  it.each(['toReadable', 'from'])('passes an error on to the pipeline (%s)', async (kind) => {
    const capture = await openCapture('sim:UNPLUG=6000', STEREO);
    const readable = kind === 'from' ? Readable.from(capture) : capture.toReadable();
    const piping = pipeline(
      readable,
      collect(
        [],
        () => false,
        () => {},
      ),
    );
    await expect(piping).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });

  it('plays through a pipeline', async () => {
    const capture = await openCapture('sim', STEREO);
    const playback = await openPlayback('sim', STEREO);
    setTimeout(() => capture.close(), 200);
    await pipeline(capture.toReadable(), playback.toWritable());
    expect(playback.counters.get('frames')).toBeGreaterThan(4800);
  });

  it('ends a pending next when the iteration is left', async () => {
    const capture = await openCapture('sim', {
      ...STEREO,
      periodSize: { frames: 16_384 },
      bufferSize: { frames: 65_536 },
    });
    const blocks = capture[Symbol.asyncIterator]();
    const pending = blocks.next();
    await blocks.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it('gives blocks in order to concurrent calls of next', async () => {
    const capture = await openCapture('sim', STEREO);
    const blocks = capture[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 5 }, () => blocks.next()));
    const starts = results.map(({ value }) => value!.atFrame);
    expect(starts).toEqual(starts.toSorted((one, other) => one - other));
    await capture.close();
  });
});
