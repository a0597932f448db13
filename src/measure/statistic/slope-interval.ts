import { AlsaMmapError } from '../../device/errors.js';
import { cholesky, forwardSolve } from './cholesky.js';
import { meanOf } from './percentiles.js';
import { fitLine, type Interval, slice } from './regression.js';
import { studentT95, studentTCdf } from './student-t.js';

/** Correlation of two blocks by their distance, as a share of all blocks. */
type Memory = (distance: number) => number;

const MAX_BLOCKS = 32;
const MIN_POINTS = 4;
/** Time for which a rough movement lasts: a random walk. Averaging over a block reduces it. */
const ROUGH_LENGTH = 4;
const SMOOTH_LENGTH = 1 / 2;
const MEMORIES: readonly Memory[] = [
  (distance) => Math.exp(-distance / ROUGH_LENGTH) - (distance === 0 ? 1 : 0) / 384,
  (distance) => {
    const scaled = (Math.sqrt(3) * distance) / SMOOTH_LENGTH;
    return (1 + scaled) * Math.exp(-scaled);
  },
];
/** Shares of the variance that a movement has; independent noise has the rest. */
const SHARES = [0.1, 0.3, 0.6, 0.9, 0.97, 0.99, 0.999, 0.9999];
/** Prior probability that there is no movement, with all blocks and with fewer points. */
const STILL_PRIOR = 0.2;
const STILL_PRIOR_OF_FEW = 0.05;
const BISECTIONS = 50;

/** Error of the slope if the residuals have a given correlation. */
interface ModelError {
  /** Logarithm of the probability of the model by the residuals, up to a constant. */
  readonly logWeight: number;
  readonly slopeError: number;
}

/**
 * 95 % interval of the least-squares slope of y on x (ascending) whose residuals can be correlated
 * over any time. The points are averaged to up to 32 blocks. Independent noise, a slow movement,
 * rough or smooth, and mixtures of both are fitted to the residuals of the blocks; the interval
 * averages over them, each weighted by its likelihood. A few points exclude none, so that their
 * interval is wide. A movement much longer than the measurement is part of the slope.
 * @throws RANGE for fewer than 4 points
 */
export function slopeInterval(x: ArrayLike<number>, y: ArrayLike<number>): Interval {
  if (x.length < MIN_POINTS) {
    throw new AlsaMmapError('RANGE', `interval: expected at least 4 points, got ${x.length}`);
  }
  const { slope, meanX, meanY } = fitLine(x, y);
  const span = x[x.length - 1]! - x[0]!;
  const blocks = Math.min(MAX_BLOCKS, x.length);
  const at = new Float64Array(blocks);
  const residuals = new Float64Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = Math.floor((block * x.length) / blocks);
    const to = Math.floor(((block + 1) * x.length) / blocks);
    const middle = meanOf(slice(x, from, to)) - meanX;
    at[block] = middle / span;
    residuals[block] = meanOf(slice(y, from, to)) - meanY - slope * middle;
  }
  const still = blocks < MAX_BLOCKS ? STILL_PRIOR_OF_FEW : STILL_PRIOR;
  const prior = (1 - still) / (MEMORIES.length * SHARES.length);
  const models = [
    modelError(at, residuals, () => 1, 0, still),
    ...MEMORIES.flatMap((memory) =>
      SHARES.map((share) => modelError(at, residuals, memory, share, prior)),
    ),
  ];
  const reach = reach95(models, blocks - 2) / span;
  return { low: slope - reach, high: slope + reach };
}

/** Restricted likelihood of the residuals, and the standard error of a least-squares slope. */
function modelError(
  at: Float64Array,
  residuals: Float64Array,
  memory: Memory,
  share: number,
  prior: number,
): ModelError {
  const count = at.length;
  const freedom = count - 2;
  const covariance = new Float64Array(count * count);
  const weights = slopeWeights(at);
  let variance = 0;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      const own = row === column;
      // By count, not by time: blocks that are close to each other keep their own variance.
      const value = share * memory((row - column) / count) + (own ? 1 - share : 0);
      covariance[row * count + column] = value;
      variance += (own ? 1 : 2) * weights[row]! * weights[column]! * value;
    }
  }
  const logRoot = cholesky(covariance, count);
  const ones = forwardSolve(covariance, new Float64Array(count).fill(1));
  const line = forwardSolve(covariance, at);
  const rest = forwardSolve(covariance, residuals);
  const [one, mixed, two] = [dot(ones, ones), dot(ones, line), dot(line, line)];
  const [level, tilt] = [dot(ones, rest), dot(line, rest)];
  const determinant = one * two - mixed * mixed;
  const fitted = (level * level * two - 2 * level * tilt * mixed + tilt * tilt * one) / determinant;
  // Residuals of exactly 0 have no logarithm.
  const squares = Math.max(dot(rest, rest) - fitted, Number.MIN_VALUE);
  return {
    logWeight:
      Math.log(prior) - logRoot - Math.log(determinant) / 2 - (freedom / 2) * Math.log(squares),
    slopeError: Math.sqrt((variance * squares) / freedom),
  };
}

/** Weights of the values at `at` in the slope of least squares. */
function slopeWeights(at: Float64Array): Float64Array {
  const mean = meanOf(at);
  const squares = at.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return at.map((value) => (value - mean) / squares);
}

/** Error that 95 % stay below, in either direction. */
function reach95(models: readonly ModelError[], freedom: number): number {
  const best = Math.max(...models.map(({ logWeight }) => logWeight));
  const weights = models.map(({ logWeight }) => Math.exp(logWeight - best));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shareAbove = (reach: number) =>
    models.reduce(
      (sum, { slopeError }, i) => sum + weights[i]! * studentTCdf(-reach / slopeError, freedom),
      0,
    ) / total;
  let low = 0;
  let high = Math.max(...models.map(({ slopeError }) => slopeError)) * studentT95(freedom);
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (shareAbove(middle) > 0.025) low = middle;
    else high = middle;
  }
  return high;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
