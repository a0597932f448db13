/** Frames to either side that a place between two frames is made of. */
export const TAPS_REACH = 64;
/** Of the Kaiser window: errors lie 120 dB down, up to 0.47 cycles a frame. */
const BETA = 12;

/**
 * What each frame from `TAPS_REACH` before to one less behind counts for, to have the signal `part` of a frame
 * (0 to 1) earlier: a sinc under a Kaiser window, band-limited interpolation.
 */
export function delayTaps(part: number): Float64Array {
  return Float64Array.from({ length: 2 * TAPS_REACH }, (_, tap) => {
    const at = tap - TAPS_REACH + part;
    return at === 0 ? 1 : (kaiser(at / TAPS_REACH) * Math.sin(Math.PI * at)) / (Math.PI * at);
  });
}

function kaiser(at: number): number {
  return at * at >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - at * at)) / bessel(BETA);
}

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}
