import { Chalk, type ChalkInstance } from 'chalk';
import { type Cell, type Tone, withText } from '../../report/report.js';
import { paintCell } from '../../report/text-rows.js';
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

const STATE_TONES: Readonly<Record<string, Tone>> = {
  RUNNING: 'good',
  DRAINING: 'good',
  OPEN: 'warning',
  SETUP: 'warning',
  PREPARED: 'warning',
  PAUSED: 'warning',
};

/** A state as a cell: good if running, warning if waiting, bad if failed. */
export function stateCell(state: string): Cell {
  return { text: state, tone: STATE_TONES[state] ?? 'bad' };
}

/** Name of a state in the colour of its tone, padded to `width`. */
export function colorStateName(name: string, paint: ChalkInstance, width = 0): string {
  return paintCell(withText(stateCell(name), name.padEnd(width)), paint);
}
