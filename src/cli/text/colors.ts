import { Chalk, type ChalkInstance } from 'chalk';
import { stateName } from '../../device/pcm-state.js';
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

const STATE_COLORS: ReadonlyMap<string, 'green' | 'yellow'> = new Map([
  ['RUNNING', 'green'],
  ['DRAINING', 'green'],
  ['OPEN', 'yellow'],
  ['SETUP', 'yellow'],
  ['PREPARED', 'yellow'],
  ['PAUSED', 'yellow'],
]);

/** Name of a state: green if running, yellow if waiting, red if failed. */
export function colorState(state: number, paint: ChalkInstance): string {
  return colorStateName(stateName(state), paint);
}

/** Same as `colorState`, for a name, padded to `width`. */
export function colorStateName(name: string, paint: ChalkInstance, width = 0): string {
  return paint[STATE_COLORS.get(name) ?? 'red'](name.padEnd(width));
}
