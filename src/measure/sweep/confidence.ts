/** -ln(0.05): number of mean intervals without an event that chance explains in 5 % of cases. */
const INTERVALS = -Math.log(0.05);

/**
 * Lower bound, at 95 % confidence, of the mean time between xruns after a run without one, if xruns
 * come by chance (a Poisson process).
 */
export function secondsBetweenXruns(secondsWithout: number): number {
  return secondsWithout / INTERVALS;
}
