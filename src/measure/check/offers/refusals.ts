import { AlsaMmapError } from '../../../device/errors.js';
import type { PcmParams, PcmRequest } from '../../../device/params.js';
import { isGone } from '../../gone.js';
import type { CheckBench } from '../bench.js';
import { fail, pass, type Verdict } from '../verdict.js';

/**
 * Opens the device with each of these values, all of which it offers, and judges what comes back.
 * That there is no memory for it (ENOMEM) is a matter of the machine, not of the driver.
 * @param ask the request for it
 * @param granted what became of it
 */
export async function eachAccepted<Value extends string | number>(
  bench: CheckBench,
  what: string,
  values: readonly Value[],
  ask: (value: Value) => Partial<PcmRequest>,
  granted: (params: PcmParams) => Value,
): Promise<Verdict> {
  const refused: string[] = [];
  for (const value of values) {
    try {
      const given = await bench.on(ask(value), ({ params }) => granted(params));
      if (given !== value) refused.push(`${value} became ${given}`);
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || isGone(error)) throw error;
      if (error.errno !== 'ENOMEM') refused.push(`${value}: ${error.message}`);
    }
  }
  const few = values.length <= 4 ? values.join(', ') : `${values[0]} and ${values.length - 1} more`;
  if (refused.length === 0) return pass(`${what} ${few}`);
  return fail(`${what} on offer, and refused: ${refused.join('; ')}`);
}

/** Both ends, or the one value that there is. */
export function endsOf({ min, max }: { min: number; max: number }): number[] {
  return min === max ? [min] : [min, max];
}
