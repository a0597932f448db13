/** Magnitude up to which samples are unchanged. */
const KNEE = 0.7;
const CEILING = 0.999;

/** Soft limiter: compresses a loud mix towards +-0.999 instead of clipping it. */
export function limited(sample: number): number {
  if (sample > KNEE) return KNEE + bent(sample - KNEE);
  if (sample < -KNEE) return -KNEE - bent(-KNEE - sample);
  return sample;
}

function bent(over: number): number {
  return (CEILING - KNEE) * Math.tanh(over / (CEILING - KNEE));
}
