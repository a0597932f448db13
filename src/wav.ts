/**
 * WAV files, bit for bit: reading, writing, and conversion between the layout of the file and the
 * sample format of a ring.
 * @module alsa-mmap/wav
 */

export type { WavParams } from './audio/wav-fmt.js';
export { readWav, type WavReader } from './audio/wav-reader.js';
export { WavTranscoder } from './audio/wav-transcoder.js';
export { createWav, type WavWriter, type WavWriterOptions } from './audio/wav-writer.js';
