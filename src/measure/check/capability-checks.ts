import type { PcmParams, PcmRequest } from '../../device/params.js';
import type { PcmCapabilities } from '../../device/pcm-device.js';
import type { Check } from './bench.js';
import { fail, pass, refusalOf } from './verdict.js';

const ANY_RING = { periodSize: undefined, bufferSize: undefined };
const ANY_RATE = { ...ANY_RING, rateHz: undefined };

export const CAPABILITY_CHECKS: readonly Check[] = [
  eachAccepted(
    'formats',
    'every sample format in the capabilities is accepted',
    ({ formats }) => formats,
    (format) => ({ ...ANY_RATE, channels: undefined, format }),
    ({ format }) => format.name,
  ),
  eachAccepted(
    'channels',
    'the minimum and the maximum number of channels are accepted',
    ({ channels }) => ends(channels),
    (channels) => ({ ...ANY_RATE, channels }),
    ({ channels }) => channels,
  ),
  eachAccepted(
    'rates',
    'the minimum and the maximum rate are accepted',
    ({ rateHz }) => ends(rateHz),
    (rateHz) => ({ ...ANY_RING, rateHz }),
    ({ rateHz }) => rateHz,
  ),
  eachAccepted(
    'period-sizes',
    'the minimum and the maximum period size are accepted',
    ({ periodSize }) => ends(periodSize),
    (frames) => ({ periodSize: { frames }, bufferSize: undefined }),
    ({ periodSize }) => periodSize,
  ),
  eachAccepted(
    'buffer-sizes',
    'the minimum and the maximum buffer size are accepted',
    ({ bufferSize }) => ends(bufferSize),
    (frames) => ({ periodSize: undefined, bufferSize: { frames } }),
    ({ bufferSize }) => bufferSize,
  ),
  /** Judges the ring that is negotiated if the user requests no sizes. */
  {
    name: 'two-periods',
    rule:
      'the ring holds at least two periods, so that one can be filled while ' +
      'the other is played',
    async run({ params: { periodSize, bufferSize } }) {
      const text = `period ${periodSize} frames, ring ${bufferSize} frames`;
      return bufferSize >= 2 * periodSize ? pass(text) : fail(text);
    },
  },
];

/**
 * A check that opens the device with each value and compares what was negotiated. ENOMEM does not
 * fail it: that depends on the machine, not on the driver.
 */
function eachAccepted<Value extends string | number>(
  name: string,
  rule: string,
  valuesOf: (capabilities: PcmCapabilities) => readonly Value[],
  requestFor: (value: Value) => Partial<PcmRequest>,
  valueIn: (params: PcmParams) => Value,
): Check {
  return {
    name,
    rule,
    async run(bench) {
      const values = valuesOf(bench.capabilities);
      const refused: string[] = [];
      for (const value of values) {
        try {
          const given = await bench.withStream(requestFor(value), ({ params }) => valueIn(params));
          if (given !== value) refused.push(`${value} became ${given}`);
        } catch (error) {
          const { errno, message } = refusalOf(error);
          if (errno !== 'ENOMEM') refused.push(`${value}: ${message}`);
        }
      }
      const what = name.replace('-', ' ');
      if (refused.length > 0) {
        return fail(`${what} in the capabilities but refused: ${refused.join('; ')}`);
      }
      if (values.length <= 4) return pass(`${what} ${values.join(', ')}`);
      return pass(`${what} ${values[0]} and ${values.length - 1} more`);
    },
  };
}

/** Both ends of a range, once if they are equal. */
function ends({ min, max }: { readonly min: number; readonly max: number }): number[] {
  return min === max ? [min] : [min, max];
}
