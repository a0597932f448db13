/**
 * Spectrum of a capture device in the terminal: one line per 4096 frames, a column per band, and
 * the frequency of the strongest band.
 *
 *   node examples/spectrum.js [DEVICE] [SECONDS]
 */

import { openCapture } from 'alsa-mmap';

const SIZE = 4096;
const BANDS = 48;
const LOWEST_HZ = 40;
const FLOOR_DBFS = -90;
const SHADES = ' .:-=+*#%@';
const [device = 'sim', seconds = '5'] = process.argv.slice(2);

const capture = await openCapture(device, { rateHz: 48_000 });
const { channels, rateHz } = capture.params;
const real = new Float64Array(SIZE);
let filled = 0;
let left = Math.ceil((rateHz * Number(seconds)) / SIZE);
for await (const { samples } of capture) {
  for (let at = 0; at < samples.length; at += channels) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * filled) / SIZE); // Hann
    real[filled++] = samples[at] * window;
    if (filled < SIZE) continue;
    filled = 0;
    left--;
    console.log(line(levels(real)));
  }
  if (left <= 0) break;
}

/** Level of each frequency in dBFS; a sine at full scale is 0. */
function levels(input) {
  const re = Float64Array.from(input);
  const im = new Float64Array(SIZE);
  transform(re, im);
  return re.subarray(0, SIZE / 2).map((_, bin) => {
    return 20 * Math.log10((Math.hypot(re[bin], im[bin]) * 4) / SIZE);
  });
}

/** Fast Fourier transform in place, radix 2. */
function transform(re, im) {
  for (let i = 1, j = 0; i < SIZE; i++) {
    let bit = SIZE >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) [re[i], re[j]] = [re[j], re[i]];
  }
  for (let length = 2; length <= SIZE; length *= 2) {
    for (let k = 0; k < length / 2; k++) {
      const angle = (-2 * Math.PI * k) / length;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      for (let a = k; a < SIZE; a += length) {
        const b = a + length / 2;
        const x = re[b] * cos - im[b] * sin;
        const y = re[b] * sin + im[b] * cos;
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
}

function line(dbfs) {
  const ratio = (rateHz / 2 / LOWEST_HZ) ** (1 / BANDS);
  const binOf = (hz) => Math.round((hz * SIZE) / rateHz);
  const cells = Array.from({ length: BANDS }, (_, band) => {
    const low = binOf(LOWEST_HZ * ratio ** band);
    const high = Math.max(low + 1, binOf(LOWEST_HZ * ratio ** (band + 1)));
    const level = Math.max(FLOOR_DBFS, ...dbfs.subarray(low, high));
    const shade = Math.round((SHADES.length - 1) * (1 - Math.min(0, level) / FLOOR_DBFS));
    return SHADES[shade];
  });
  const peak = dbfs.indexOf(Math.max(...dbfs));
  return `|${cells.join('')}| ${((peak * rateHz) / SIZE).toFixed(0)} Hz`;
}
