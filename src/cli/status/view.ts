import type { MmapIO } from '../../core/mmap-io.js';
import { fillFrames } from '../../core/pointer.js';
import type { Snapshot } from '../../core/snapshot.js';
import { infoFlagNames } from '../../device/abi.js';
import type { Direction } from '../../device/params.js';
import type { MapRefusal, PcmDevice, PcmIdentity } from '../../device/pcm-device.js';
import type { StreamOwner } from '../../device/pcm-owners.js';
import { stateName } from '../../device/pcm-state.js';
import type { ForeignPath, ForeignSnapshot } from '../../observe/foreign-stream.js';
import type { StreamTime } from '../../observe/proc-asound.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import { readAudioTimestamp, readTimestamp, type Timestamp } from '../text/timestamp.js';

/** Access path of a value, and the reason why it is not the first choice. */
export interface ValuePath {
  readonly path: 'mmap' | 'SYNC_PTR' | ForeignPath['path'];
  readonly refusal: { readonly errno: string; readonly reason: string } | null;
}

/** Parameters of a stream; null for what only its owner knows. */
export interface ViewParams {
  readonly direction: Direction;
  readonly access: string;
  readonly format: string;
  readonly channels: number;
  readonly rateHz: number;
  readonly periodSize: number;
  readonly bufferSize: number;
  readonly periodWakeup: boolean | null;
  readonly boundary: number;
  readonly availMin: number;
  readonly startThreshold: number;
  readonly stopThreshold: number;
  readonly tstampType: string | null;
  readonly info: readonly string[] | null;
}

/** Values of a stream, own or of another process, at one time. Frames, and nanoseconds. */
export interface StatusView {
  readonly device: PcmIdentity;
  readonly direction: Direction;
  /** Null for a stream of this process. */
  readonly owner: StreamOwner | null;
  readonly isForeign: boolean;
  readonly state: string;
  readonly hwPtr: number;
  readonly applPtr: number;
  /** Null before the stream is set up, or if appl_ptr is impossible; so is fill. */
  readonly avail: number | null;
  readonly fill: number | null;
  readonly availMin: number | null;
  readonly timestamp: Timestamp | null;
  readonly audioTimestamp: StreamTime | null;
  readonly consistent: boolean;
  /** False if the owner does not move appl_ptr. */
  readonly commits: boolean;
  readonly paths: { readonly status: ValuePath; readonly control: ValuePath };
  /** Null before the owner has set the stream up. */
  readonly params: ViewParams | null;
}

/** Reads a stream; undefined if its owner has closed it. */
export type ReadStatus = (previous?: StatusView) => StatusView | undefined;

/** A stream of this process. */
export function ownView(
  device: PcmDevice,
  io: MmapIO,
  snapshot: Snapshot,
  previous?: StatusView,
): StatusView {
  const { identity, params } = device;
  const { format, infoFlags, ...plain } = params;
  const { state, hwPtr, applPtr, avail, consistent } = snapshot;
  return {
    device: identity,
    direction: params.direction,
    owner: null,
    isForeign: false,
    state: stateName(state),
    hwPtr,
    applPtr,
    avail,
    fill: fillFrames(params, avail),
    availMin: io.control.availMin(),
    timestamp: readTimestamp(params, snapshot, previous),
    audioTimestamp: readAudioTimestamp(io),
    consistent,
    commits: true,
    paths: {
      status: valuePath(io.status.path, io.status.refusal),
      control: valuePath(io.control.path, io.control.refusal),
    },
    params: { ...plain, format: format.name, info: infoFlagNames(infoFlags) },
  };
}

/** A stream of another process. */
export function foreignView(
  snapshot: ForeignSnapshot,
  description: string,
  previous?: StatusView,
): StatusView {
  const { stream, timestamp, ...values } = snapshot;
  const { name, card, device, subdevice, direction, owner } = stream;
  return {
    ...values,
    device: { name, card, device, subdevice, description },
    direction,
    owner: owner ?? null,
    isForeign: true,
    timestamp: timestamp && foreignTimestamp(timestamp, snapshot.hwPtr, previous),
    params: foreignParams(stream),
  };
}

function valuePath(path: ValuePath['path'], refusal: MapRefusal | undefined): ValuePath {
  return { path, refusal: refusal ? { errno: refusal.errno, reason: refusal.reason } : null };
}

function foreignParams({ direction, hwParams, swParams }: OpenStream): ViewParams | null {
  if (hwParams === undefined || swParams === undefined) return null;
  return { direction, ...hwParams, ...swParams, periodWakeup: null, tstampType: null, info: null };
}

/** The kernel does not show the clock: one that has run for 30 years counts from 1970. */
function foreignTimestamp(
  { sec, nsec }: StreamTime,
  hwPtr: number,
  previous: StatusView | undefined,
): Timestamp | null {
  const tstampType = sec > 1e9 ? 'REALTIME' : 'MONOTONIC';
  return readTimestamp({ tstampType }, { hwPtr, tstampSec: sec, tstampNsec: nsec }, previous);
}
