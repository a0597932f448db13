/** Frames on either side that contribute to an interpolated sample. */
export const HALF_TAPS = 64;
/** Kaiser window parameter: errors below -120 dB up to 0.47 cycles per frame. */
const KAISER_BETA = 12;

/**
 * Weights of the frames from `HALF_TAPS` before to one less behind that delay a signal by `part` of
 * a frame (0 to 1): a sinc under a Kaiser window, band-limited interpolation.
 */
export function fractionalDelayTaps(part: number): Float64Array {
  return Float64Array.from({ length: 2 * HALF_TAPS }, (_, tap) => {
    const at = tap - HALF_TAPS + part;
    return at === 0 ? 1 : (kaiser(at / HALF_TAPS) * Math.sin(Math.PI * at)) / (Math.PI * at);
  });
}

function kaiser(at: number): number {
  return at * at >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - at * at)) / besselI0(KAISER_BETA);
}

/** Modified Bessel function of order 0, by its series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}
