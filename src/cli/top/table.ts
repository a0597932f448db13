import type { ChalkInstance } from 'chalk';
import { colorStateName } from '../text/colors.js';
import { printable } from '../text/printable.js';
import { ownerName, type TopStream } from './stream.js';

/** A column of the table. */
interface Column {
  readonly head: string;
  readonly isRight?: boolean;
  /** Width of the table from which the column is shown. */
  readonly minColumns?: number;
  /** Left out if it is empty in every line. */
  readonly isOptional?: boolean;
  text(stream: TopStream): string;
}

const MIN_OWNER = 8;
const MIN_BAR = 5;
const MAX_BAR = 30;
const GAP = 2;
/** Columns of a table with the scheduling of the owners. */
const WIDE = 120;

const OWNER: Column = { head: 'owner', text: ownerName };
/** Takes the room that is left. */
const FILL_BAR: Column = { head: 'fill', text: () => '' };

const COLUMNS: readonly Column[] = [
  { head: 'device', text: ({ name }) => name },
  { head: '', text: ({ direction }) => (direction === 'playback' ? 'play' : 'rec') },
  { head: 'state', text: ({ state }) => state },
  OWNER,
  { head: 'sched', minColumns: WIDE, text: schedulingText },
  { head: 'delay', isRight: true, minColumns: WIDE, text: runDelayText },
  {
    head: 'format',
    text: ({ params }) => (params === null ? '-' : `${params.format} ${params.channels}ch`),
  },
  {
    head: 'rate',
    isRight: true,
    text: ({ params }) => (params === null ? '-' : String(params.rateHz)),
  },
  { head: 'period', text: periodText },
  FILL_BAR,
  { head: '', isRight: true, text: fillText },
  {
    head: 'xruns',
    isRight: true,
    text: ({ xruns, restarts }) => (restarts === 0 ? String(xruns) : `${xruns}+${restarts}`),
  },
  { head: 'cause', isOptional: true, text: causeText },
];

/**
 * One line per stream, below a head; no line is wider than `columns`. The fill bar takes the room
 * that is left, and the owner is cut if there is too little.
 */
export function topTable(
  streams: readonly TopStream[],
  columns: number,
  paint: ChalkInstance,
): string[] {
  const shown = COLUMNS.filter(({ minColumns = 0, isOptional = false, text }) => {
    if (columns < minColumns) return false;
    return !isOptional || streams.some((stream) => text(stream) !== '');
  });
  const [owner, bar] = [shown.indexOf(OWNER), shown.indexOf(FILL_BAR)];
  const rows = [shown.map(({ head }) => head)];
  for (const stream of streams) rows.push(shown.map(({ text }) => text(stream)));
  const widths = shown.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const room = () => columns - widths.reduce((sum, width) => sum + width + GAP, -GAP);
  widths[bar] = MIN_BAR;
  widths[owner] = Math.max(MIN_OWNER, widths[owner]! + Math.min(0, room()));
  widths[bar] = Math.min(MAX_BAR, MIN_BAR + Math.max(0, room()));
  return rows.map((row, index) => {
    const stream = streams[index - 1];
    const padded = row.map((cell, column) => {
      const width = widths[column]!;
      const text = column === bar && stream !== undefined ? barText(stream, width) : cell;
      const cut = text.slice(0, width);
      return shown[column]!.isRight ? cut.padStart(width) : cut.padEnd(width);
    });
    const line = padded.join(' '.repeat(GAP)).slice(0, columns).trimEnd();
    if (stream === undefined) return paint.dim(line);
    const { state } = stream;
    return line.replace(state, () => colorStateName(state, paint));
  });
}

function schedulingText({ scheduling }: TopStream): string {
  return scheduling === null ? '-' : `${scheduling.policy} ${scheduling.priority}`;
}

/** Time for which the owner waited for a CPU, in s. */
function runDelayText({ scheduling }: TopStream): string {
  return scheduling === null ? '-' : (scheduling.runDelayNs / 1e9).toFixed(3);
}

/** Cause of the last explained xrun; `?` after a likely one. */
function causeText({ lastCause }: TopStream): string {
  if (lastCause === null) return '';
  return printable(`${lastCause.kind}${lastCause.isLikely ? '?' : ''}`);
}

/** Frames per period by number of periods. */
function periodText({ params }: TopStream): string {
  if (params === null) return '-';
  const { periodSize, bufferSize } = params;
  return `${periodSize}x${Number((bufferSize / periodSize).toFixed(1))}`;
}

function fillText({ params, fill }: TopStream): string {
  if (params === null || fill === null) return '-';
  return `${((100 * fill) / params.bufferSize).toFixed(0)} %`;
}

/** The fill as a bar, with the lowest fill so far as `|`. */
function barText({ params, fill, minFill }: TopStream, width: number): string {
  const { bufferSize = 0 } = params ?? {};
  if (fill === null || bufferSize === 0) return '';
  const cellsOf = (frames: number) => Math.round((width * frames) / bufferSize);
  const bar = '#'.repeat(cellsOf(fill)).padEnd(width, '.');
  if (minFill === null) return bar;
  const mark = Math.min(width - 1, cellsOf(minFill));
  return `${bar.slice(0, mark)}|${bar.slice(mark + 1)}`;
}
