/** -ln(0.05): nothing in so many mean intervals happens by chance in 5 of 100 cases. */
const INTERVALS = -Math.log(0.05);

/**
 * What a run without an xrun shows: that in the mean, at 95 % confidence, at least so many seconds go by
 * from one xrun to the next, where these come by chance (a Poisson process).
 */
export function secondsBetweenXruns(secondsWithout: number): number {
  return secondsWithout / INTERVALS;
}
