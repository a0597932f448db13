import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sampleCodec } from '../../src/audio/codec.js';
import { readWav } from '../../src/audio/wav-reader.js';

/** A path for what a card plays; gone when the test is over. */
export function heardPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'alsa-mmap-heard-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'heard.wav');
}

/** The raw samples of a WAV file, a list a channel. */
export function channelsOf(path: string): number[][] {
  const wav = readWav(path);
  const codec = sampleCodec(wav.format);
  const bytes = new Uint8Array(wav.frames * wav.frameBytes);
  const read = wav.readInto(bytes, 0);
  const view = codec.view(bytes.buffer, 0, bytes.length);
  const channels = Array.from({ length: wav.channels }, (_, channel) =>
    Array.from({ length: read }, (_, frame) =>
      codec.get(view, (frame * wav.channels + channel) * codec.elements),
    ),
  );
  wav.close();
  return channels;
}
