import type { ChalkInstance } from 'chalk';
import { formatRows, type TextRow } from '../../report/text-rows.js';
import { ownerText } from '../foreign/text.js';
import { colorStateName } from '../text/colors.js';
import { printable } from '../text/printable.js';
import { formatDuration, formatSeconds, type Timestamp } from '../text/timestamp.js';
import type { StatusView, ValuePath, ViewParams } from './view.js';

/** Files behind two of the access paths. */
const PATH_NAMES: ReadonlyMap<ValuePath['path'], string> = new Map([
  ['proc', '/proc/asound'],
  ['kcore', '/proc/kcore'],
]);

/** Status for people: pointers with the path of each value, then the parameters. */
export function statusText(view: StatusView, paint: ChalkInstance, verbose: boolean): string {
  const { device, direction, params } = view;
  const name = paint.bold(printable(device.name));
  const state = colorStateName(view.state, paint);
  const held = view.isForeign ? `, held by ${ownerText(view.owner ?? undefined)}` : '';
  return [
    `${name}  ${printable(device.description)}, ${direction}: ${state}${held}`,
    ...pointerLines(view, paint),
    ...warnings(view).map((warning) => `  ${paint.yellow(warning)}`),
    ...(params === null
      ? ['', '  not set up by its owner']
      : ['', ...formatRows(paramRows(params, verbose), paint)]),
  ].join('\n');
}

/** Pointers, fill and timestamps, with the path of each value. */
export function pointerLines(view: StatusView, paint: ChalkInstance): string[] {
  return formatRows(pointerRows(view), paint, 'right');
}

/** One line per snapshot, for --watch. */
export function statusLine(view: StatusView, paint: ChalkInstance): string {
  const { state, hwPtr, applPtr, avail, fill, timestamp } = view;
  return [
    colorStateName(state, paint, 'DISCONNECTED'.length),
    `hw_ptr ${hwPtr}`,
    `appl_ptr ${applPtr}`,
    `avail ${avail ?? 'unknown'}`,
    `fill ${fill ?? 'unknown'}`,
    ...(timestamp === null ? [] : ageTexts(timestamp)),
  ].join('  ');
}

/** Age of a timestamp, or its fault. */
function ageTexts({ clock, ageNs, fault }: Timestamp): string[] {
  if (fault === 'ahead') return [`not a time of CLOCK_${clock}: it is ahead`];
  if (fault === 'frozen') return ['timestamp frozen'];
  return ageNs === null ? [] : [`${formatDuration(ageNs)} old`];
}

function pointerRows({ params, paths, timestamp, ...view }: StatusView): TextRow[] {
  const status = pathText(paths.status);
  const control = pathText(paths.control);
  const time = (frames: number) => formatDuration((1e9 * frames) / (params?.rateHz ?? Number.NaN));
  const length = (name: string, frames: number | null, ...notes: string[]): TextRow =>
    frames === null || params === null
      ? [name, 'unknown', '', ...notes]
      : [name, String(frames), time(frames), ...notes];
  const part = params && view.fill !== null ? (100 * view.fill) / params.bufferSize : null;
  return [
    ['hw_ptr', String(view.hwPtr), 'frames', status],
    ['appl_ptr', String(view.applPtr), 'frames', control],
    length('avail', view.avail),
    part === null || view.fill === null
      ? ['fill', 'unknown']
      : ['fill', String(view.fill), `${time(view.fill)}, ${part.toFixed(0)} %`],
    length('avail_min', view.availMin, control),
    timestamp === null
      ? ['timestamp', 'none', noTimestampText(view), status]
      : [
          'timestamp',
          formatSeconds(timestamp),
          [timestamp.clock, ...ageTexts(timestamp)].join(', '),
          status,
        ],
    ...audioTimestampRows(view.audioTimestamp, status),
  ];
}

function audioTimestampRows(time: StatusView['audioTimestamp'], path: string): TextRow[] {
  if (time === null) return [];
  return [['audio_tstamp', formatSeconds(time), 'by the count of frames', path]];
}

function noTimestampText({ hwPtr, isForeign }: Pick<StatusView, 'hwPtr' | 'isForeign'>): string {
  if (isForeign) return 'not enabled by the owner, or no update yet';
  return hwPtr === 0 ? 'no pointer update yet' : 'not set by the driver';
}

function pathText({ path }: ValuePath): string {
  return `by ${PATH_NAMES.get(path) ?? path}`;
}

/** Deviations from the normal case: pages not mapped, an xrun, an inconsistent snapshot. */
export function warnings({ params, paths, avail, consistent, commits }: StatusView): string[] {
  const reasons = [paths.status, paths.control].flatMap(({ refusal }) =>
    refusal ? [refusal.reason] : [],
  );
  const over = params === null || avail === null ? 0 : avail - params.bufferSize;
  return [
    ...new Set(reasons),
    ...(over > 0 ? [`hw_ptr is ${over} frames past the end of what the ring holds`] : []),
    ...(commits ? [] : ['the owner does not move appl_ptr, as dmix: fill unknown']),
    ...(consistent ? [] : ['hw_ptr moved at every attempt: it may not belong to the timestamp']),
  ];
}

function paramRows(params: ViewParams, verbose: boolean): TextRow[] {
  const { format, channels, access, rateHz, periodSize, bufferSize, boundary } = params;
  const time = (frames: number) => formatDuration((1e9 * frames) / rateHz);
  const never = params.stopThreshold >= boundary;
  return [
    ['format', `${format}, ${channels} channels, ${access}`],
    ['rate', `${rateHz} Hz`],
    ['period_size', String(periodSize), time(periodSize)],
    ['buffer_size', String(bufferSize), time(bufferSize)],
    ['boundary', String(BigInt(boundary))],
    ...(verbose ? ([['start_threshold', String(params.startThreshold)]] as const) : []),
    ['stop_threshold', never ? 'never' : String(params.stopThreshold)],
    ...(verbose && params.tstampType !== null
      ? ([['tstamp_type', params.tstampType]] as const)
      : []),
    ...(params.info === null ? [] : ([['info', params.info.join(' ')]] as const)),
  ];
}
