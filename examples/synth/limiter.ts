/** Up to here nothing is changed. */
const KNEE = 0.7;
const CEILING = 0.999;

/** A mix that grows too loud is bent towards +-0.999, not cut off there. */
export function limited(sample: number): number {
  if (sample > KNEE) return KNEE + bent(sample - KNEE);
  if (sample < -KNEE) return -KNEE - bent(-KNEE - sample);
  return sample;
}

function bent(over: number): number {
  return (CEILING - KNEE) * Math.tanh(over / (CEILING - KNEE));
}
