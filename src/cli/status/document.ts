import type { MmapIO } from '../../core/mmap-io.js';
import type { Snapshot } from '../../core/snapshot.js';
import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import type { PcmDevice, Refusal } from '../../device/pcm-device.js';
import { stateName } from '../../device/state.js';
import { audioTimestampOf, timestampOf } from '../text/timestamp.js';

/** The document of schema `alsa-mmap.status/1`. Frames, and nanoseconds. */
export function statusDocument(device: PcmDevice, io: MmapIO, snapshot: Snapshot): object {
  const { params } = device;
  return {
    schema: 'alsa-mmap.status/1',
    device: device.identity,
    direction: params.direction,
    state: stateName(snapshot.state),
    hwPtr: snapshot.hwPtr,
    applPtr: snapshot.applPtr,
    avail: snapshot.avail,
    fill: fillOf(params, snapshot),
    availMin: io.control.availMin(),
    timestamp: timestampOf(params, snapshot),
    audioTimestamp: audioTimestampOf(io),
    consistent: snapshot.consistent,
    paths: {
      status: pathOf(io.status.path, io.status.refusal),
      control: pathOf(io.control.path, io.control.refusal),
    },
    params: paramsDocument(params),
  };
}

/**
 * Frames of the ring that wait to be played, or to be read: 0 to bufferSize, also where the hardware
 * has run past the end.
 */
export function fillOf({ direction, bufferSize }: PcmParams, { avail }: Snapshot): number {
  const held = Math.min(avail, bufferSize);
  return direction === 'playback' ? bufferSize - held : held;
}

/** The negotiated parameters, as every document shows them. */
export function paramsDocument(params: PcmParams): object {
  const { format, infoFlags, boundary, stopThreshold, ...plain } = params;
  return {
    ...plain,
    format: format.name,
    // Far above 2^53 as a rule, where JSON's readers would round: as text.
    boundary: String(BigInt(boundary)),
    stopThreshold: String(BigInt(stopThreshold)),
    info: infoFlagNames(infoFlags),
  };
}

function pathOf(path: string, refusal: Refusal | undefined): object {
  return { path, refusal: refusal ? { errno: refusal.errno, reason: refusal.reason } : null };
}
