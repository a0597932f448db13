import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { WavTranscoder } from '../../src/audio/wav-transcoder.js';

/** A path for what a card plays; gone when the test is over. */
export function dumpPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'alsa-mmap-heard-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'heard.wav');
}

/** The raw samples of a WAV file, a list a channel; 8 bits from 0 to 255, all others signed. */
export function readWavChannels(path: string): number[][] {
  const wav = readWav(path);
  const codec = sampleCodec(wav.format);
  const inFile = new Uint8Array(wav.frames * wav.frameBytes);
  const read = wav.readInto(inFile, 0);
  const bytes = new Uint8Array(wav.frames * wav.channels * wav.format.bytes);
  new WavTranscoder(wav.format, wav.channels).toRing(inFile, read, bytes);
  const view = codec.view(bytes.buffer, 0, bytes.length);
  const channels = Array.from({ length: wav.channels }, (_, channel) =>
    Array.from({ length: read }, (_, frame) =>
      codec.get(view, (frame * wav.channels + channel) * codec.elements),
    ),
  );
  wav.close();
  return channels;
}
