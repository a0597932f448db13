const REACH = 64;

/**
 * Returns `length` frames of silence with `signal` added from frame `position`, which may have a
 * fraction. Each frame becomes a sinc under a Blackman window. It uses no spectrum, unlike the code
 * under test.
 */
export function placed(signal: ArrayLike<number>, position: number, length: number): Float64Array {
  const recording = new Float64Array(length);
  for (let i = 0; i < signal.length; i++) {
    const centre = position + i;
    const first = Math.max(0, Math.ceil(centre - REACH));
    const last = Math.min(length - 1, Math.floor(centre + REACH));
    for (let frame = first; frame <= last; frame++) {
      recording[frame]! += signal[i]! * windowedSinc(frame - centre);
    }
  }
  return recording;
}

function windowedSinc(at: number): number {
  if (at === 0) return 1;
  const window =
    0.42 + 0.5 * Math.cos((Math.PI * at) / REACH) + 0.08 * Math.cos((2 * Math.PI * at) / REACH);
  return (window * Math.sin(Math.PI * at)) / (Math.PI * at);
}
