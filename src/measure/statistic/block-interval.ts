import { AlsaMmapError } from '../../device/errors.js';
import { meanOf } from './percentiles.js';
import { fitLine, type Interval, intervalAround, type Line, slice } from './regression.js';

/** Uncertainty of a slope whose neighbouring residuals are correlated. */
interface BlockInterval {
  readonly blocks: number;
  readonly slopeError: number;
  readonly slopeInterval: Interval;
}

const MAX_BLOCKS = 32;
const MIN_BLOCKS = 4;

/**
 * 95 % interval of `line`'s slope (of the same points, x ascending) by block means: the points are
 * grouped into up to 32 blocks of neighbours, and the error is that of a line through the blocks'
 * means. Effects that persist for much less than a block (1/32 of the measurement) do not count as
 * independent data: pointer steps, interrupts that come late in a row, a beat between steps and
 * reads. A drift longer than a block is not covered (`slopes` shows it), nor are reads in step with
 * the pointer: spread them at random over at least one step.
 * @throws RANGE for fewer than 4 points
 */
export function blockInterval(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  line: Pick<Line, 'slope' | 'meanX' | 'meanY'>,
): BlockInterval {
  if (x.length < MIN_BLOCKS) {
    throw new AlsaMmapError('RANGE', `block interval: expected at least 4 points, got ${x.length}`);
  }
  const blocks = Math.min(MAX_BLOCKS, Math.max(MIN_BLOCKS, x.length >> 2));
  const middles = new Float64Array(blocks);
  const residuals = new Float64Array(blocks);
  for (let block = 0; block < blocks; block++) {
    const from = Math.floor((block * x.length) / blocks);
    const to = Math.floor(((block + 1) * x.length) / blocks);
    middles[block] = meanOf(slice(x, from, to)) - line.meanX;
    residuals[block] = meanOf(slice(y, from, to)) - line.meanY - line.slope * middles[block]!;
  }
  const { slopeError } = fitLine(middles, residuals);
  return { blocks, slopeError, slopeInterval: intervalAround(line.slope, slopeError, blocks - 2) };
}
