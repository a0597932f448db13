import type { ExperimentName, ExperimentResults } from '../measure/experiments.js';
import { PAGE_READ } from '../measure/overhead-cases.js';
import type { Finding } from './bench-run.js';
import type { Values } from './command.js';

/** A limit, and whether it was kept. */
export interface LimitVerdict {
  /** The option, or what no pointer may do: `stuck`, `backward`. */
  readonly name: string;
  readonly limit: number;
  readonly measured: number;
  readonly within: boolean;
  /** In words, where it was not kept. */
  readonly text: string;
}

type Judge<Name extends ExperimentName> = (
  result: ExperimentResults[Name],
  values: Values,
) => LimitVerdict[];

const JUDGES: { readonly [Name in ExperimentName]: Judge<Name> } = {
  overhead: ({ costs }, values) => {
    const ns = costs.find(({ name }) => name === PAGE_READ)?.ns?.p50 ?? Number.NaN;
    return asked(values, 'max-ns', ns, `a read of hw_ptr takes ${ns.toFixed(1)} ns`);
  },
  clock: ({ ppm }, values) =>
    asked(values, 'max-ppm', Math.abs(ppm), `the clock is off by ${ppm.toFixed(2)} ppm`),
  pointer: ({ largestStepFrames: step, faults }, values) => {
    const backward = faults.filter(({ what }) => what === 'backward');
    const stuck = faults.filter(({ what }) => what === 'stuck');
    return [
      ...asked(values, 'max-step', step, `hw_ptr moves by ${step} frames in one step`),
      never('backward', backward, ([first]) => {
        return `hw_ptr goes back by ${first!.frames} frames at frame ${first!.atFrame}`;
      }),
      never('stuck', stuck, ([first]) => {
        const seconds = (first!.durationNs / 1e9).toFixed(2);
        return `hw_ptr is stuck at frame ${first!.atFrame}: it stood for ${seconds} s while the stream ran`;
      }),
    ];
  },
};

/** What was found, held against the limits that were asked for, and against what no pointer may do. */
export function limitVerdicts<Name extends ExperimentName>(
  { experiment, measured }: Finding<Name>,
  values: Values,
): LimitVerdict[] {
  return JUDGES[experiment](measured.result, values);
}

function asked(values: Values, name: string, measured: number, what: string): LimitVerdict[] {
  const limit = values[name] as number | undefined;
  if (limit === undefined) return [];
  // NaN is within no limit.
  const within = measured <= limit;
  return [{ name, limit, measured, within, text: `${what}: more than --${name}=${limit}` }];
}

function never<Found>(
  name: string,
  found: readonly Found[],
  text: (found: readonly Found[]) => string,
): LimitVerdict {
  const within = found.length === 0;
  return { name, limit: 0, measured: found.length, within, text: within ? '' : text(found) };
}
