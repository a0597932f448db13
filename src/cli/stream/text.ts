import { stripVTControlCharacters } from 'node:util';
import type { ChalkInstance } from 'chalk';
import { infoFlagNames } from '../../device/abi.js';
import { formatRows, type TextRow, wrapLine } from '../../report/text-rows.js';
import type { Grant } from '../../runtime/grant.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { OpenedStream } from '../../stream/stream-thread.js';
import type { OutputValues } from '../options/common.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { StreamParams } from './loss-report.js';

/** Lines printed when the device is open; with `quiet` only the refused privileges. */
export function openedLines(
  opened: Pick<OpenedStream, 'identity' | 'params' | 'paths' | 'grants'>,
  subject: string,
  { quiet, verbose }: OutputValues,
  paint: ChalkInstance,
): string[] {
  const privileges = opened.grants
    .filter(({ granted }) => !granted || !quiet)
    .map((grant) => privilegeText(grant, paint));
  return quiet ? privileges : [...deviceLines(opened, subject, verbose, paint), ...privileges];
}

/** A privilege that was requested, and the result. */
function privilegeText({ kind, request, granted, reason }: Grant, paint: ChalkInstance): string {
  return `${kind}: ${request} ${granted ? 'granted' : `${paint.yellow('refused')}: ${reason}`}`;
}

function deviceLines(
  { identity, params, paths }: Pick<OpenedStream, 'identity' | 'params' | 'paths'>,
  subject: string,
  verbose: boolean,
  paint: ChalkInstance,
): string[] {
  const { format, channels, rateHz, periodSize, bufferSize } = params;
  const name = printable(identity.name);
  const time = formatDuration((1e9 * bufferSize) / rateHz);
  const access =
    paths.status === paths.control
      ? `pointers by ${paths.status}`
      : `status by ${paths.status}, control by ${paths.control}`;
  const rows: TextRow[] = [
    ['device', `${printable(identity.description)}, ${params.direction}`],
    ['access', params.access],
    ['start_threshold', String(params.startThreshold)],
    ['stop_threshold', String(BigInt(params.stopThreshold))],
    ['boundary', String(BigInt(params.boundary))],
    ['info', infoFlagNames(params.infoFlags).join(' ')],
  ];
  return [
    ...wrapLine(`${name}  ${subject}`, 2).map((line, index) =>
      index === 0 ? line.replace(name, () => paint.bold(name)) : line,
    ),
    ...wrapLine(
      `  ${format.name}, ${channels} channels, ${rateHz} Hz, period ${periodSize}, ` +
        `buffer ${bufferSize} (${time}), ${access}`,
      4,
    ),
    ...(verbose ? formatRows(rows, paint) : []),
  ];
}

export interface ProgressText {
  readonly full: string;
  /** Short form, if something else shares the line. */
  readonly short: string;
  readonly shortWidth: number;
}

/** The figures of a running stream in a line. */
export function progressText(
  state: string,
  counters: StreamCounters,
  { rateHz, direction, bufferSize }: StreamParams,
): ProgressText {
  const seconds = `${(counters.get('frames') / rateHz).toFixed(2)} s`;
  const avail = counters.get('avail');
  const [hwPtr, applPtr] = [counters.get('hwPtr'), counters.get('applPtr')];
  const pointers = `hw_ptr ${hwPtr}  appl_ptr ${applPtr}  avail ${avail}`;
  const fill = Math.max(0, direction === 'playback' ? bufferSize - avail : avail);
  const ends = `fill ${fill}  xruns ${counters.get('xruns')}`;
  const short = `${state}  ${seconds}  ${ends}`;
  return {
    full: `${state}  ${seconds}  ${pointers}  ${ends}`,
    short,
    shortWidth: stripVTControlCharacters(short).length,
  };
}
