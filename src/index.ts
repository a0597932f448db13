/**
 * PCM streams and devices through the memory that the kernel shares.
 *
 * `openPlayback` and `openCapture` open a stream whose loop runs in a thread of its own.
 * `openDevice` opens a device for the classes of `alsa-mmap/direct`, which access its memory.
 * @module alsa-mmap
 */

export { fromDbfs, toDbfs } from './audio/decibel.js';
export { type ChannelLevels, LevelMeter } from './audio/level-meter.js';
export { type SampleCodec, type SampleView, sampleCodec } from './audio/sample-codec.js';
export { type SineParams, SineSource } from './audio/sine.js';
export type { AccessPath } from './core/status.js';
export { AlsaMmapError, ERROR_CODES, type ErrorCode, type ErrorDetails } from './device/errors.js';
export {
  FORMAT_NAMES,
  type FormatName,
  findFormat,
  SAMPLE_FORMATS,
  type SampleFormat,
} from './device/format.js';
export { defaultDeviceName, openDevice } from './device/open.js';
export type {
  AccessName,
  Direction,
  PcmParams,
  PcmRequest,
  SizeOrTime,
  TstampTypeName,
} from './device/params.js';
export type { PcmCapabilities, PcmDevice, PcmIdentity, Range } from './device/pcm-device.js';
export { PcmState, type PcmStateName, stateName } from './device/pcm-state.js';
export { listPcms, type PcmListing } from './device/sound-cards.js';
export type { Grant } from './runtime/grant.js';
export type { PrivilegeRequest } from './runtime/thread-privileges.js';
export {
  type CaptureBlock,
  type CaptureOptions,
  type CaptureStream,
  openCapture,
} from './stream/capture-stream.js';
export type { DeviceStream, StreamEvents } from './stream/device-stream.js';
export type { LossEvent, LossKind } from './stream/loss.js';
export type { LossCause } from './stream/loss-cause.js';
export {
  type FillCallback,
  openPlayback,
  type PlaybackOptions,
  type PlaybackStream,
} from './stream/playback-stream.js';
export type { CounterName } from './stream/stream-counters.js';
export type { Samples, StreamOptions, XrunPolicy } from './stream/stream-options.js';
export type { AccessPaths } from './stream/thread-messages.js';
