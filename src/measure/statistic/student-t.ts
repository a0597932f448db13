/** Quantile of the normal distribution that leaves 2.5 % above. */
const Z = 1.959963984540054;

/** Quantiles for too few degrees of freedom for the series below. */
const SMALL = [12.706204736, 4.30265273, 3.182446305, 2.776445105];

/**
 * Student's t at 0.975 with `freedom` degrees of freedom, an integer from 1: the standard errors to
 * either side that contain 95 %; accurate to 0.0005. (Expansion of Cornish and Fisher, Abramowitz
 * and Stegun 26.7.5.)
 */
export function studentT95(freedom: number): number {
  const small = SMALL[freedom - 1];
  if (small !== undefined) return small;
  const g1 = (Z ** 3 + Z) / 4;
  const g2 = (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96;
  const g3 = (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384;
  const g4 = (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92160;
  return Z + g1 / freedom + g2 / freedom ** 2 + g3 / freedom ** 3 + g4 / freedom ** 4;
}

/** Distribution function of Student's t (series of Abramowitz and Stegun 26.7.3 and 26.7.4). */
export function studentTCdf(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine = Math.cos(angle);
  const odd = freedom % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  const within = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return (1 + within) / 2;
}
