import { Chalk, type ChalkInstance } from 'chalk';
import { stateName } from '../../device/pcm-state.js';
import type { OutputValues } from '../options/common.js';
import { isTerminal, type StandardStream } from './standard-streams.js';

/**
 * Colours for stdout or another stream: for a terminal, or with FORCE_COLOR; none with --no-color
 * or NO_COLOR.
 */
export function chalkFor(
  values: Pick<OutputValues, 'noColor'>,
  stream?: StandardStream,
): ChalkInstance {
  return new Chalk({ level: !values.noColor && wantsColor(stream) ? 1 : 0 });
}

function wantsColor(stream: StandardStream | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return !/^(0|false)$/.test(FORCE_COLOR);
  return TERM !== 'dumb' && (stream?.isTTY ?? isTerminal(1));
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
