import type { ChalkInstance } from 'chalk';
import { formatRows, type TextRow } from '../../report/text-rows.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { TopStream } from './stream.js';

/** All that is known of one stream, below its line of the table. */
export function detailLines(stream: TopStream, paint: ChalkInstance): string[] {
  return formatRows(
    [
      ...ownerRows(stream),
      ...paramRows(stream),
      ...pointerRows(stream),
      ...pathRows(stream),
      ...causeRows(stream),
    ],
    paint,
  );
}

function ownerRows({ owner, scheduling }: TopStream): TextRow[] {
  const rows: TextRow[] = [];
  if (owner !== null) {
    const { command, pid, tid } = owner;
    rows.push(['owner', printable(command), `pid ${pid}, thread ${tid}`]);
  }
  if (scheduling !== null) {
    const { policy, priority, runDelayNs } = scheduling;
    const delay = `waited for a CPU for ${formatDuration(runDelayNs)}`;
    rows.push(['scheduling', `${policy} ${priority}`, delay]);
  }
  return rows;
}

function paramRows({ params, swParams }: TopStream): TextRow[] {
  if (params === null) return [['hw_params', 'not set up']];
  const { access, format, channels, rateHz, periodSize, bufferSize } = params;
  const time = (frames: number) => formatDuration((1e9 * frames) / rateHz);
  const rows: TextRow[] = [
    ['format', format, `${channels} channels, ${rateHz} Hz, ${access}`],
    ['period_size', String(periodSize), time(periodSize)],
    ['buffer_size', String(bufferSize), time(bufferSize)],
  ];
  if (swParams === null) return rows;
  const { availMin, startThreshold, stopThreshold } = swParams;
  return [
    ...rows,
    ['avail_min', String(availMin), time(availMin)],
    ['start_threshold', String(startThreshold)],
    ['stop_threshold', stopThreshold === null ? 'never' : String(stopThreshold)],
  ];
}

function pointerRows({ hwPtr, applPtr, avail, fill, minFill, params }: TopStream): TextRow[] {
  const row = (name: string, frames: number | null): TextRow =>
    frames === null || params === null
      ? [name, 'unknown']
      : [name, String(frames), formatDuration((1e9 * frames) / params.rateHz)];
  return [
    ['hw_ptr', String(hwPtr)],
    ['appl_ptr', String(applPtr)],
    row('avail', avail),
    row('fill', fill),
    row('lowest fill', minFill),
  ];
}

function pathRows({ path, controlPath, refusal, timerRefusal }: TopStream): TextRow[] {
  const reason = (text: string | null) => (text === null ? [] : [printable(text)]);
  return [
    ['status page', `by ${path}`],
    ['control page', `by ${controlPath}`, ...reason(refusal)],
    ['restarts', timerRefusal === null ? 'by the PCM timer' : 'by hw_ptr', ...reason(timerRefusal)],
  ];
}

function causeRows({ lastCause, explained }: TopStream): TextRow[] {
  if (lastCause === null) return [];
  const { description, isLikely, date } = lastCause;
  const counts = Object.entries(explained).map(([kind, count]) => `${kind} ${count}`);
  return [
    ['last cause', printable(`${isLikely ? 'likely: ' : ''}${description}`), printable(date)],
    ['explained', printable(counts.join(', '))],
  ];
}
