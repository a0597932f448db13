import type { ChalkInstance } from 'chalk';
import type { MmapIO } from '../core/mmap-io.js';
import type { Snapshot } from '../core/snapshot.js';
import { infoFlagNames } from '../device/abi.js';
import type { PcmParams } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { stateName } from '../device/state.js';
import { paintState } from './paint.js';
import { fillOf } from './status-document.js';
import { durationText, timestampOf } from './timestamp.js';

type Row = readonly [name: string, value: string, remark?: string];

/** The whole status for people: the pointers with the way each came, then what was negotiated. */
export function statusText(
  device: PcmDevice,
  io: MmapIO,
  snapshot: Snapshot,
  paint: ChalkInstance,
): string {
  const { identity, params } = device;
  const title = `${paint.bold(identity.name)}  ${identity.description}  ${params.direction}`;
  const refusals = [io.status.refusal, io.control.refusal]
    .filter((refusal) => refusal !== undefined)
    .map(({ reason }) => paint.dim(`  ${reason}`));
  const lines = [
    `${title}  ${paintState(snapshot.state, paint)}`,
    ...aligned(pointerRows(params, io, snapshot), paint),
    ...new Set(refusals),
    '',
    ...aligned(paramRows(params), paint),
  ];
  return lines.join('\n');
}

/** One line a look, for --watch. */
export function statusLine({ state, hwPtr, applPtr, avail }: Snapshot): string {
  return `${stateName(state)}  hw_ptr ${hwPtr}  appl_ptr ${applPtr}  avail ${avail}`;
}

function pointerRows(params: PcmParams, io: MmapIO, snapshot: Snapshot): Row[] {
  const stamp = timestampOf(params, snapshot);
  const fill = fillOf(params, snapshot);
  const { status, control } = io;
  return [
    ['state', stateName(snapshot.state), status.path],
    ['hw_ptr', String(snapshot.hwPtr), status.path],
    ['appl_ptr', String(snapshot.applPtr), control.path],
    ['avail', String(snapshot.avail), `${percent(snapshot.avail, params.bufferSize)} of the ring`],
    ['fill', String(fill), `${((1000 * fill) / params.rateHz).toFixed(1)} ms`],
    ['avail_min', String(io.control.availMin()), control.path],
    stamp === null
      ? ['timestamp', 'none yet', status.path]
      : [
          'timestamp',
          `${stamp.sec}.${String(stamp.nsec).padStart(9, '0')}`,
          `${stamp.clock}${stamp.ageNs === null ? '' : `, ${durationText(stamp.ageNs)} old`}`,
        ],
  ];
}

function paramRows(params: PcmParams): Row[] {
  const time = (frames: number) => durationText((1e9 * frames) / params.rateHz);
  const never = params.stopThreshold >= params.boundary;
  return [
    ['format', params.format.name, `${params.channels} channels, ${params.access}`],
    ['rate', `${params.rateHz}`, 'Hz'],
    ['period_size', String(params.periodSize), time(params.periodSize)],
    ['buffer_size', String(params.bufferSize), time(params.bufferSize)],
    ['boundary', String(BigInt(params.boundary))],
    ['stop_threshold', never ? 'never' : String(params.stopThreshold)],
    ['info', infoFlagNames(params.infoFlags).join(' ')],
  ];
}

function aligned(rows: readonly Row[], paint: ChalkInstance): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value, remark]) => (remark ? value.length : 0)));
  return rows.map(([name, value, remark]) => {
    const label = paint.dim(name.padEnd(width));
    return `  ${label}  ${remark ? `${value.padEnd(valueWidth)}  ${paint.dim(remark)}` : value}`;
  });
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)} %`;
}
