import { Chalk, type ChalkInstance } from 'chalk';
import { PcmState, stateName } from '../../device/pcm-state.js';
import type { OutputValues } from '../options/common.js';

/** Colours for a stream; none if it is not a terminal, or --no-color or NO_COLOR is given. */
export function chalkFor(
  values: Pick<OutputValues, 'noColor'>,
  stream: NodeJS.WriteStream = process.stdout,
): ChalkInstance {
  const plain =
    values.noColor ||
    Boolean(process.env['NO_COLOR']) ||
    process.env['TERM'] === 'dumb' ||
    stream.isTTY !== true;
  return new Chalk({ level: plain ? 0 : 1 });
}

/** Name of a state: green if running, yellow if waiting, red if failed. */
export function colorState(state: number, paint: ChalkInstance, width = 0): string {
  const name = stateName(state).padEnd(width);
  if (state === PcmState.RUNNING || state === PcmState.DRAINING) return paint.green(name);
  if (state === PcmState.XRUN || state >= PcmState.SUSPENDED) return paint.red(name);
  return paint.yellow(name);
}
