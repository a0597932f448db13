import { sampleCodec } from '../../src/audio/sample-codec.js';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import type { MmapIO } from '../../src/core/mmap-io.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import type { FormatName, SampleFormat } from '../../src/device/format.js';
import { openDevice } from '../../src/device/open.js';
import { bytesPerFrame, type PcmRequest } from '../../src/device/params.js';
import { patternSample } from '../../src/sim/signal.js';

/** Request for both sides of the loop. */
export interface Trip {
  readonly format: FormatName;
  readonly rateHz: number;
  readonly channels: number;
}

export const PLAYER = 'hw:Loopback,0';
export const RECORDER = 'hw:Loopback,1';
const RING_NS = 200e6;
/** The pattern crosses the end of the ring; the rest after it may be cut off by snd-aloop. */
const PATTERN_RINGS = 1.25;
const SILENT_RINGS = 0.5;
const WAIT_MS = 5;
const MOST_MS = 20_000;

/**
 * Plays a pattern that uses every bit through one ring, while the other ring is read.
 * @returns the bytes played, and as many that were recorded from the first sound on
 */
export async function roundTrip(trip: Trip): Promise<{ played: Uint8Array; recorded: Uint8Array }> {
  const request = { ...trip, bufferSize: { ns: RING_NS } };
  const [source, target] = await Promise.all([
    openDevice(PLAYER, { ...request, direction: 'playback' } satisfies PcmRequest),
    openDevice(RECORDER, { ...request, direction: 'capture' } satisfies PcmRequest),
  ]);
  try {
    const player = new MmapPlayback(source);
    const recorder = new MmapCapture(target);
    const ring = player.bufferSize;
    const played = patternBytes(source.params, Math.round(PATTERN_RINGS * ring));
    const frames = played.length / bytesPerFrame(source.params);
    const silent = silentBytes(source.params, Math.round(SILENT_RINGS * ring));
    const output = new Uint8Array([...played, ...silent]);
    const input = new Uint8Array(output.length + ring * bytesPerFrame(source.params));

    const until = performance.now() + MOST_MS;
    target.start();
    let written = feed(player, output, 0);
    source.start();
    let read = 0;
    let first = -1;
    while (first < 0 || read < first + frames) {
      target.wait(WAIT_MS);
      const before = read;
      read = take(recorder, input, before);
      if (first < 0) first = firstSound(source.params, input, before, read);
      if (written < output.length / bytesPerFrame(source.params)) {
        written = feed(player, output, written);
      }
      if (performance.now() > until) throw new Error(`only ${read} frames came, ${first} silent`);
    }
    const start = first * bytesPerFrame(source.params);
    return { played, recorded: input.slice(start, start + played.length) };
  } finally {
    target.close();
    source.close();
  }
}

function feed(io: MmapPlayback, bytes: Uint8Array, from: number): number {
  return move(io, bytes, from, (region, byte, frames) => region.copyIn(bytes, byte, 0, frames));
}

function take(io: MmapCapture, bytes: Uint8Array, from: number): number {
  return move(io, bytes, from, (region, byte, frames) => region.copyOut(bytes, byte, 0, frames));
}

type Region = ReturnType<MmapIO['dataPtr']>[0];

/** Moves as many frames between ring and bytes as both have; the frame at which it stopped. */
function move(
  io: MmapIO,
  bytes: Uint8Array,
  from: number,
  copy: (region: Region, byte: number, frames: number) => void,
): number {
  const frameBytes = bytesPerFrame(io.params);
  let at = from;
  for (const region of io.dataPtr()) {
    const frames = Math.min(region.frames, bytes.length / frameBytes - at);
    if (frames <= 0) break;
    copy(region, at * frameBytes, frames);
    at += frames;
  }
  io.commit(at - from);
  return at;
}

interface Shape {
  readonly format: SampleFormat;
  readonly channels: number;
}

function patternBytes({ format, channels }: Shape, frames: number): Uint8Array {
  const codec = sampleCodec(format);
  // From 1 on: the first frame of the pattern must not be silent.
  return filled({ format, channels }, frames, (frame, channel) =>
    patternSample(codec, frame + 1, channel),
  );
}

function silentBytes(shape: Shape, frames: number): Uint8Array {
  const { silence } = sampleCodec(shape.format);
  return filled(shape, frames, () => silence);
}

function filled(
  { format, channels }: Shape,
  frames: number,
  value: (frame: number, channel: number) => number,
): Uint8Array {
  const codec = sampleCodec(format);
  const bytes = new Uint8Array(frames * channels * format.bytes);
  const view = codec.view(bytes.buffer, 0, bytes.byteLength);
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      codec.set(view, (frame * channels + channel) * codec.elements, value(frame, channel));
    }
  }
  return bytes;
}

/** The first frame that is not silence, of those between two; -1 where all are. */
function firstSound(shape: Shape, bytes: Uint8Array, from: number, to: number): number {
  const silent = silentBytes(shape, 1);
  for (let at = from * silent.length; at < to * silent.length; at++) {
    if (bytes[at] !== silent[at % silent.length]) return Math.floor(at / silent.length);
  }
  return -1;
}
