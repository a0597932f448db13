import { sampleCodec, toDbfs } from '../../dist/index.js';
import { findDeviation, fitSine } from '../../dist/sim.js';
import { readWav } from '../../dist/wav.js';

/** The tail that play-sine adds is silence: the tone ends at the last loud sample. */
const QUIET = 1e-4;

/**
 * Fits a sine to the first channel of a WAV file and says how well it fits.
 * @throws where the frequency, the level or the continuity is off
 */
export function checkTone(what, path, freqHz, levelDbfs) {
  const wav = readWav(path);
  const samples = firstChannel(wav);
  const fit = fitSine(samples, wav.rateHz, freqHz);
  const level = toDbfs(fit.amplitude);
  const gap = findDeviation(samples, fit, 0.001);
  console.log(
    `${what}: ${fit.freqHz.toFixed(4)} Hz at ${level.toFixed(3)} dBFS, ${samples.length} frames, ` +
      (gap < 0 ? 'no gap' : `a gap at frame ${gap}`),
  );
  if (Math.abs(fit.freqHz / freqHz - 1) > 1e-4) throw new Error('the frequency is off');
  if (Math.abs(level - levelDbfs) > 0.01) throw new Error('the level is off');
  if (gap >= 0) throw new Error('there is a gap');
}

function firstChannel(wav) {
  const codec = sampleCodec(wav.format);
  const bytes = wav.readFrames(0, wav.frames);
  const view = codec.view(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = wav.channels * codec.elements;
  const samples = Float64Array.from({ length: wav.frames }, (_, frame) =>
    codec.toNormalized(codec.get(view, frame * step)),
  );
  let end = samples.length;
  while (end > 0 && Math.abs(samples[end - 1]) < QUIET) end--;
  return samples.subarray(0, end);
}
