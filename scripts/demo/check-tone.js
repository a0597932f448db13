import { sampleCodec, toDbfs } from 'alsa-mmap';
import { findDeviation, fitSine } from 'alsa-mmap/sim';
import { readWav } from 'alsa-mmap/wav';

/** Max level of the silence that play-sine appends: the tone ends at the last louder sample. */
const QUIET = 1e-4;

/**
 * Fits a sine to the first channel of a WAV file and prints the result.
 * @param {string} name
 * @param {string} path
 * @param {number} freqHz
 * @param {number} levelDbfs
 * @throws if the frequency, the level or the continuity is wrong
 */
export function checkTone(name, path, freqHz, levelDbfs) {
  const wav = readWav(path);
  const samples = firstChannel(wav);
  const fit = fitSine(samples, wav.rateHz, freqHz);
  const level = toDbfs(fit.amplitude);
  const gap = findDeviation(samples, fit, 0.001);
  console.log(
    `${name}: ${fit.freqHz.toFixed(4)} Hz at ${level.toFixed(3)} dBFS, ${samples.length} frames, ` +
      (gap < 0 ? 'no gap' : `a gap at frame ${gap}`),
  );
  if (Math.abs(fit.freqHz / freqHz - 1) > 1e-4)
    throw new Error(`${name}: expected a frequency of ${freqHz} Hz`);
  if (Math.abs(level - levelDbfs) > 0.01)
    throw new Error(`${name}: expected a level of ${levelDbfs} dBFS`);
  if (gap >= 0) throw new Error(`${name}: gap at frame ${gap}`);
}

/** @param {ReturnType<typeof readWav>} wav */
function firstChannel(wav) {
  const codec = sampleCodec(wav.format);
  const bytes = wav.data(0, wav.frames);
  const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = wav.channels * codec.elements;
  const samples = Float64Array.from({ length: wav.frames }, (_, frame) =>
    codec.toNormalized(codec.get(view, frame * step)),
  );
  let end = samples.length;
  while (end > 0 && Math.abs(samples[end - 1]) < QUIET) end--;
  return samples.subarray(0, end);
}
