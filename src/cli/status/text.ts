import type { ChalkInstance } from 'chalk';
import type { MmapIO } from '../../core/mmap-io.js';
import type { Snapshot } from '../../core/snapshot.js';
import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { formatRows, type TextRow } from '../../report/text-rows.js';
import { colorState } from '../text/colors.js';
import { printable } from '../text/printable.js';
import {
  formatDuration,
  formatSeconds,
  readAudioTimestamp,
  readTimestamp,
} from '../text/timestamp.js';
import { fillFrames } from './document.js';

/** Status for people: pointers with the path of each value, then the negotiated parameters. */
export function statusText(
  device: PcmDevice,
  io: MmapIO,
  snapshot: Snapshot,
  paint: ChalkInstance,
  verbose: boolean,
): string {
  const { identity, params } = device;
  const name = paint.bold(printable(identity.name));
  const state = colorState(snapshot.state, paint);
  return [
    `${name}  ${printable(identity.description)}, ${params.direction}: ${state}`,
    ...formatRows(pointerRows(params, io, snapshot), paint, 'right'),
    ...warnings(params, io, snapshot).map((warning) => `  ${paint.yellow(warning)}`),
    '',
    ...formatRows(paramRows(params, verbose), paint),
  ].join('\n');
}

/** One line per snapshot, for --watch. */
export function statusLine(params: PcmParams, snapshot: Snapshot, paint: ChalkInstance): string {
  const { state, hwPtr, applPtr, avail } = snapshot;
  const ageNs = readTimestamp(params, snapshot)?.ageNs ?? null;
  return [
    colorState(state, paint, 'DISCONNECTED'.length),
    `hw_ptr ${hwPtr}`,
    `appl_ptr ${applPtr}`,
    `avail ${avail}`,
    `fill ${fillFrames(params, snapshot)}`,
    ...(ageNs === null ? [] : [`${formatDuration(ageNs)} old`]),
  ].join('  ');
}

function pointerRows(params: PcmParams, io: MmapIO, snapshot: Snapshot): TextRow[] {
  const timestamp = readTimestamp(params, snapshot);
  const ageNs = timestamp?.ageNs ?? null;
  const audio = readAudioTimestamp(io);
  const fill = fillFrames(params, snapshot);
  const status = `by ${io.status.path}`;
  const control = `by ${io.control.path}`;
  const time = (frames: number) => formatDuration((1e9 * frames) / params.rateHz);
  return [
    ['hw_ptr', String(snapshot.hwPtr), 'frames', status],
    ['appl_ptr', String(snapshot.applPtr), 'frames', control],
    ['avail', String(snapshot.avail), time(snapshot.avail)],
    ['fill', String(fill), `${time(fill)}, ${((100 * fill) / params.bufferSize).toFixed(0)} %`],
    ['avail_min', String(io.control.availMin()), time(io.control.availMin()), control],
    timestamp === null
      ? ['timestamp', 'none', 'no pointer update yet', status]
      : [
          'timestamp',
          formatSeconds(timestamp),
          ageNs === null ? timestamp.clock : `${timestamp.clock}, ${formatDuration(ageNs)} old`,
          status,
        ],
    ...(audio === null
      ? []
      : [['audio_tstamp', formatSeconds(audio), 'by the count of frames', status] as TextRow]),
  ];
}

/** Deviations from the normal case: pages not mapped, an xrun, an inconsistent snapshot. */
function warnings(
  { bufferSize }: PcmParams,
  { status, control }: MmapIO,
  { avail, consistent }: Snapshot,
): string[] {
  const reasons = [status, control].flatMap(({ refusal }) => (refusal ? [refusal.reason] : []));
  const over = avail - bufferSize;
  return [
    ...new Set(reasons),
    ...(over > 0 ? [`hw_ptr is ${over} frames past the end of what the ring holds`] : []),
    ...(consistent ? [] : ['hw_ptr moved at every attempt: it may not belong to the timestamp']),
  ];
}

function paramRows(params: PcmParams, verbose: boolean): TextRow[] {
  const { format, channels, access, rateHz, periodSize, bufferSize, boundary } = params;
  const time = (frames: number) => formatDuration((1e9 * frames) / rateHz);
  const never = params.stopThreshold >= boundary;
  return [
    ['format', `${format.name}, ${channels} channels, ${access}`],
    ['rate', `${rateHz} Hz`],
    ['period_size', String(periodSize), time(periodSize)],
    ['buffer_size', String(bufferSize), time(bufferSize)],
    ['boundary', String(BigInt(boundary))],
    ...(verbose ? ([['start_threshold', String(params.startThreshold)]] as const) : []),
    ['stop_threshold', never ? 'never' : String(params.stopThreshold)],
    ...(verbose ? ([['tstamp_type', params.tstampType]] as const) : []),
    ['info', infoFlagNames(params.infoFlags).join(' ')],
  ];
}
