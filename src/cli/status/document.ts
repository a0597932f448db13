import type { MmapIO } from '../../core/mmap-io.js';
import type { Snapshot } from '../../core/snapshot.js';
import { infoFlagNames } from '../../device/abi.js';
import type { PcmParams } from '../../device/params.js';
import type { MapRefusal, PcmDevice } from '../../device/pcm-device.js';
import { stateName } from '../../device/pcm-state.js';
import { readAudioTimestamp, readTimestamp } from '../text/timestamp.js';

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
    fill: fillFrames(params, snapshot),
    availMin: io.control.availMin(),
    timestamp: readTimestamp(params, snapshot),
    audioTimestamp: readAudioTimestamp(io),
    consistent: snapshot.consistent,
    paths: {
      status: pathDocument(io.status.path, io.status.refusal),
      control: pathDocument(io.control.path, io.control.refusal),
    },
    params: paramsDocument(params),
  };
}

/** Frames in the ring, 0 to bufferSize, also if the hardware has run past the end. */
export function fillFrames({ direction, bufferSize }: PcmParams, { avail }: Snapshot): number {
  const held = Math.min(avail, bufferSize);
  return direction === 'playback' ? bufferSize - held : held;
}

/** The negotiated parameters, as every document shows them. */
export function paramsDocument(params: PcmParams): object {
  const { format, infoFlags, boundary, stopThreshold, ...plain } = params;
  return {
    ...plain,
    format: format.name,
    // Text: usually far above 2^53, where JSON readers would round.
    boundary: String(BigInt(boundary)),
    stopThreshold: String(BigInt(stopThreshold)),
    info: infoFlagNames(infoFlags),
  };
}

function pathDocument(path: string, refusal: MapRefusal | undefined): object {
  return { path, refusal: refusal ? { errno: refusal.errno, reason: refusal.reason } : null };
}
