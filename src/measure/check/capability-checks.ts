import { AlsaMmapError } from '../../device/errors.js';
import type { PcmParams, PcmRequest } from '../../device/params.js';
import { isDisconnected } from '../disconnected.js';
import type { CheckBench } from './bench.js';
import type { Check } from './check.js';
import { fail, pass, type Verdict } from './verdict.js';

const ANY_RING = { periodSize: undefined, bufferSize: undefined };
const ANY_RATE = { ...ANY_RING, rateHz: undefined };

export const formats: Check = {
  name: 'formats',
  rule: 'every sample format in the capabilities is accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'formats',
      bench.capabilities.formats,
      (format) => ({ ...ANY_RATE, channels: undefined, format }),
      ({ format }) => format.name,
    ),
};

export const channels: Check = {
  name: 'channels',
  rule: 'the minimum and the maximum number of channels are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'channels',
      ends(bench.capabilities.channels),
      (count) => ({ ...ANY_RATE, channels: count }),
      (params) => params.channels,
    ),
};

export const rates: Check = {
  name: 'rates',
  rule: 'the minimum and the maximum rate are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'rates',
      ends(bench.capabilities.rateHz),
      (rateHz) => ({ ...ANY_RING, rateHz }),
      ({ rateHz }) => rateHz,
    ),
};

export const periodSizes: Check = {
  name: 'period-sizes',
  rule: 'the minimum and the maximum period size are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'period sizes',
      ends(bench.capabilities.periodSize),
      (frames) => ({ periodSize: { frames }, bufferSize: undefined }),
      ({ periodSize }) => periodSize,
    ),
};

export const bufferSizes: Check = {
  name: 'buffer-sizes',
  rule: 'the minimum and the maximum buffer size are accepted',
  run: (bench) =>
    eachAccepted(
      bench,
      'buffer sizes',
      ends(bench.capabilities.bufferSize),
      (frames) => ({ periodSize: undefined, bufferSize: { frames } }),
      ({ bufferSize }) => bufferSize,
    ),
};

/** Judges the ring that is negotiated if the user requests no sizes. */
export const twoPeriods: Check = {
  name: 'two-periods',
  rule: 'the ring holds at least two periods, so that one can be filled while the other is played',
  async run({ params: { periodSize, bufferSize } }) {
    const text = `period ${periodSize} frames, ring ${bufferSize} frames`;
    return bufferSize >= 2 * periodSize ? pass(text) : fail(text);
  },
};

/**
 * Opens the device with each value and compares what was negotiated. ENOMEM does not fail the
 * check: it depends on the machine, not on the driver.
 */
async function eachAccepted<Value extends string | number>(
  bench: CheckBench,
  what: string,
  values: readonly Value[],
  requestFor: (value: Value) => Partial<PcmRequest>,
  valueIn: (params: PcmParams) => Value,
): Promise<Verdict> {
  const refused: string[] = [];
  for (const value of values) {
    try {
      const given = await bench.withStream(requestFor(value), ({ params }) => valueIn(params));
      if (given !== value) refused.push(`${value} became ${given}`);
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || isDisconnected(error)) throw error;
      if (error.errno !== 'ENOMEM') refused.push(`${value}: ${error.message}`);
    }
  }
  const list =
    values.length <= 4 ? values.join(', ') : `${values[0]} and ${values.length - 1} more`;
  if (refused.length === 0) return pass(`${what} ${list}`);
  return fail(`${what} in the capabilities but refused: ${refused.join('; ')}`);
}

/** Both ends of a range, once if they are equal. */
function ends({ min, max }: { readonly min: number; readonly max: number }): number[] {
  return min === max ? [min] : [min, max];
}
