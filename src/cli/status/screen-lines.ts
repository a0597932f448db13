import { stripVTControlCharacters } from 'node:util';
import type { ChalkInstance } from 'chalk';
import { ownerText } from '../foreign/text.js';
import { colorStateName } from '../text/colors.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { WatchHistory } from './history.js';
import { pointerLines, warnings } from './text.js';
import type { StatusView, ViewParams } from './view.js';

const LABEL = 15;
const MIN_WIDTH = 20;
/** Levels of the course of the fill, from empty to full. */
const LEVELS = ' .:-=+*#';
/** Time after which a running stream whose hw_ptr does not move is said to be at rest. */
const MIN_REST_MS = 1000;

/** Reasons why the pointers of a stream do not move. */
const AT_REST: Readonly<Record<string, string>> = {
  OPEN: 'not set up yet',
  SETUP: 'set up, and not prepared yet',
  PREPARED: 'not started yet',
  XRUN: 'stopped by an xrun; its owner has to prepare it again',
  PAUSED: 'paused',
  SUSPENDED: 'suspended with the machine',
};

/** Lines of the screen of `status --watch`, in the given width. */
export function watchLines(
  view: StatusView,
  history: WatchHistory,
  { columns, nowMs }: { readonly columns: number; readonly nowMs: number },
  paint: ChalkInstance,
): string[] {
  const { device, direction, params, state } = view;
  const held = view.isForeign ? `, held by ${ownerText(view.owner ?? undefined)}` : '';
  const name = `${printable(device.name)}  ${printable(device.description)}, ${direction}: `;
  const width = Math.max(MIN_WIDTH, columns - LABEL - 1);
  return [
    `${paint.bold(name)}${colorStateName(state, paint)}${held}`,
    ...(params === null ? ['  not set up by its owner'] : [paramsLine(params)]),
    '',
    ...(params === null ? [] : ringLines(view, params, width)),
    ...pointerLines(view, paint),
    ...(params === null ? [] : fillLines(history, params, width)),
    row('xruns', xrunsText(history)),
    row('moves', movesText(history)),
    ...restLines(view, history, nowMs).map((line) => `  ${paint.yellow(line)}`),
    ...warnings(view).map((warning) => `  ${paint.yellow(warning)}`),
    '',
    paint.dim('q: quit'),
  ].map((line) => cut(line, columns));
}

/** The line, without colours if it has to be cut. */
function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line);
  return plain.length <= columns ? line : plain.slice(0, columns);
}

function paramsLine({ format, channels, rateHz, periodSize, bufferSize }: ViewParams): string {
  const sizes = `period ${periodSize}, buffer ${bufferSize}`;
  return `  ${format}, ${channels} channels, ${rateHz} Hz, ${sizes}`;
}

/** The ring from its first frame on: `#` for queued frames, with the pointers below. */
function ringLines(
  { hwPtr, applPtr, fill, direction }: StatusView,
  { bufferSize }: ViewParams,
  width: number,
): string[] {
  const start = (direction === 'playback' ? hwPtr : applPtr) % bufferSize;
  const cellOf = (frame: number) => Math.floor((width * (frame % bufferSize)) / bufferSize);
  const cells = Array.from({ length: width }, (_, cell) => {
    const frame = Math.ceil((cell * bufferSize) / width);
    const distance = (frame - start + bufferSize) % bufferSize;
    return distance < (fill ?? 0) ? '#' : '.';
  });
  const marks = new Array<string>(width).fill(' ');
  marks[cellOf(applPtr)] = 'a';
  marks[cellOf(hwPtr)] = cellOf(applPtr) === cellOf(hwPtr) ? 'x' : 'h';
  return [row('ring', cells.join('')), row('', marks.join('').trimEnd())];
}

function fillLines(history: WatchHistory, params: ViewParams, width: number): string[] {
  const { bufferSize, rateHz } = params;
  const text = (part: number) => (Number.isNaN(part) ? 'unknown' : `${(100 * part).toFixed(1)} %`);
  const { minFill } = history;
  const lowest =
    minFill === undefined
      ? 'unknown'
      : `${text(minFill / bufferSize)}, ${formatDuration((1e9 * minFill) / rateHz)}`;
  const percentiles = [0.01, 0.5, 0.99].map((part) => {
    const name = part === 0.5 ? 'median' : `p${100 * part}`;
    return `${name} ${text(history.fillPercentile(part))}`;
  });
  const course = history.fills.slice(-width).map((part) => {
    const level = Math.round(Math.min(1, part) * (LEVELS.length - 1));
    return LEVELS[level];
  });
  return [
    row('lowest fill', lowest),
    row('percentiles', percentiles.join('  ')),
    row('course', course.join('').trimEnd()),
  ];
}

function xrunsText({ counter }: WatchHistory): string {
  const { xruns, restarts, timerRefusal } = counter;
  const way = timerRefusal === null ? 'the PCM timer' : `hw_ptr: ${printable(timerRefusal)}`;
  return `${xruns} seen, ${restarts} restarts without, by ${way}`;
}

function movesText(history: WatchHistory): string {
  const interval = history.moveIntervalMs;
  return Number.isNaN(interval)
    ? 'hw_ptr has not moved twice yet'
    : `hw_ptr was seen to move every ${formatDuration(interval * 1e6)}`;
}

function restLines(view: StatusView, history: WatchHistory, nowMs: number): string[] {
  const reason = AT_REST[view.state];
  if (reason !== undefined) return [`at rest: ${reason}`];
  const restMs = history.restMs(nowMs);
  if (view.state !== 'RUNNING' || restMs < MIN_REST_MS) return [];
  return [`hw_ptr has not moved for ${formatDuration(restMs * 1e6)}, although the stream runs`];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL - 2)} ${text}`;
}
