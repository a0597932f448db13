import { Chalk, type ChalkInstance } from 'chalk';
import { PcmState, stateName } from '../../device/pcm-state.js';
import type { OptionValues } from '../command.js';

/** Colours for a stream, or none: not on a terminal, --no-color, NO_COLOR, a terminal without. */
export function chalkFor(
  values: OptionValues,
  stream: NodeJS.WriteStream = process.stdout,
): ChalkInstance {
  const plain =
    values['no-color'] === true ||
    Boolean(process.env['NO_COLOR']) ||
    process.env['TERM'] === 'dumb' ||
    stream.isTTY !== true;
  return new Chalk({ level: plain ? 0 : 1 });
}

/** A state in the colour of its meaning: going, waiting, or in trouble. */
export function colorState(state: number, paint: ChalkInstance, width = 0): string {
  const name = stateName(state).padEnd(width);
  if (state === PcmState.RUNNING || state === PcmState.DRAINING) return paint.green(name);
  if (state === PcmState.XRUN || state >= PcmState.SUSPENDED) return paint.red(name);
  return paint.yellow(name);
}
