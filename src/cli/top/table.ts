import type { ChalkInstance } from 'chalk';
import type { MonitoredStream } from '../../observe/stream-monitor.js';
import { colorStateName } from '../text/colors.js';

const HEAD = ['device', '', 'state', 'owner', 'format', 'rate', 'period', 'fill', '', 'xruns'];
const RIGHT = new Set([5, 8, 9]);
const FILL = 7;
const OWNER = 3;
const MIN_OWNER = 8;
const MIN_BAR = 5;
const MAX_BAR = 30;
const GAP = 2;

/**
 * One line per stream, below a head; no line is wider than `columns`. The fill bar takes the room
 * that is left, and the owner is cut if there is too little.
 */
export function topTable(
  streams: readonly MonitoredStream[],
  columns: number,
  paint: ChalkInstance,
): string[] {
  const rows = [HEAD, ...streams.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const room = () => columns - widths.reduce((sum, width) => sum + width + GAP, -GAP);
  widths[FILL] = MIN_BAR;
  widths[OWNER] = Math.max(MIN_OWNER, widths[OWNER]! + Math.min(0, room()));
  widths[FILL] = Math.min(MAX_BAR, MIN_BAR + Math.max(0, room()));
  return rows.map((row, index) => {
    const stream = streams[index - 1];
    const padded = row.map((cell, column) => {
      const width = widths[column]!;
      const text = column === FILL && stream !== undefined ? barText(stream, width) : cell;
      const cut = text.slice(0, width);
      return RIGHT.has(column) ? cut.padStart(width) : cut.padEnd(width);
    });
    const line = padded.join(' '.repeat(GAP)).slice(0, columns).trimEnd();
    if (stream === undefined) return paint.dim(line);
    const { state } = stream.snapshot;
    return line.replace(state, () => colorStateName(state, paint));
  });
}

function cells({ snapshot, xruns, restarts }: MonitoredStream): string[] {
  const { stream, state, fill } = snapshot;
  const { hwParams, owner } = stream;
  const part = hwParams && fill !== null ? (100 * fill) / hwParams.bufferSize : undefined;
  return [
    stream.name,
    stream.direction === 'playback' ? 'play' : 'rec',
    state,
    owner === undefined ? 'unknown' : `${owner.command} ${owner.pid}`,
    hwParams === undefined ? '-' : `${hwParams.format} ${hwParams.channels}ch`,
    hwParams === undefined ? '-' : String(hwParams.rateHz),
    hwParams === undefined
      ? '-'
      : `${hwParams.periodSize}x${Number((hwParams.bufferSize / hwParams.periodSize).toFixed(1))}`,
    '',
    part === undefined ? '-' : `${part.toFixed(0)} %`,
    restarts === 0 ? String(xruns) : `${xruns}+${restarts}`,
  ];
}

/** The fill as a bar, with the lowest fill so far as `|`. */
function barText({ snapshot, minFill }: MonitoredStream, width: number): string {
  const { bufferSize = 0 } = snapshot.stream.hwParams ?? {};
  if (snapshot.fill === null || bufferSize === 0) return '';
  const cellsOf = (frames: number) => Math.round((width * frames) / bufferSize);
  const bar = '#'.repeat(cellsOf(snapshot.fill)).padEnd(width, '.');
  if (minFill === null) return bar;
  const mark = Math.min(width - 1, cellsOf(minFill));
  return `${bar.slice(0, mark)}|${bar.slice(mark + 1)}`;
}
