/**
 * alsa-mmap as a library: PCM devices through the memory that the kernel shares.
 *
 * For streams, `openPlayback` and `openCapture`: the loop runs in a thread of its own. To be at the
 * memory itself, open a device with `openDevice`, lay `MmapPlayback` or `MmapCapture` over it, read
 * and write; close the stream's memory first, then the device.
 */

export { fromDbfs, toDbfs } from './audio/decibel.js';
export { type ChannelLevels, LevelMeter } from './audio/level-meter.js';
export { type SampleCodec, sampleCodec } from './audio/sample-codec.js';
export { SineSource } from './audio/sine.js';
export { findDeviation, fitSine, type SineFit } from './audio/sine-fit.js';
export { readWav, type WavReader } from './audio/wav-reader.js';
export { WavTranscoder } from './audio/wav-transcoder.js';
export { createWav, type WavWriter } from './audio/wav-writer.js';
export { CaptureIter } from './core/capture-iter.js';
export { Control } from './core/control.js';
export { DriverMemory } from './core/driver-memory.js';
export { MmapCapture } from './core/mmap-capture.js';
export { MmapIO, type MmapOptions } from './core/mmap-io.js';
export { MmapPlayback } from './core/mmap-playback.js';
export { RawSamples, type WriteResult } from './core/raw-samples.js';
export { SampleData } from './core/sample-data.js';
export { Snapshot } from './core/snapshot.js';
export { type AccessPath, Status } from './core/status.js';
export { type SyncPtrRequest, SyncPtrStatus } from './core/sync-ptr-status.js';
export { InfoFlag, infoFlagNames, SyncFlag } from './device/abi.js';
export { AlsaMmapError, ERROR_CODES, type ErrorCode } from './device/errors.js';
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
export {
  type ChannelInfo,
  type Mapping,
  type MapRefusal,
  type PcmDevice,
  type PcmIdentity,
  PollFlag,
} from './device/pcm-device.js';
export { PcmState, type PcmStateName, stateName } from './device/pcm-state.js';
export { MidiInputPort, type MidiPort } from './device/sequencer.js';
export { listPcms, type PcmListing } from './device/sound-cards.js';
export type { Grant } from './runtime/grant.js';
export type { PrivilegeRequest } from './runtime/thread-privileges.js';
export {
  type CaptureBlock,
  type CaptureOptions,
  CaptureStream,
  openCapture,
} from './stream/capture-stream.js';
export { DeviceStream, type StreamEvents } from './stream/device-stream.js';
export { FifoSource } from './stream/fifo-source.js';
export { FrameFifo } from './stream/frame-fifo.js';
export { LOSS_CAUSES, type LossCause, type LossEvent } from './stream/loss.js';
export { LossLog, LossReader } from './stream/loss-log.js';
export {
  type FillCallback,
  openPlayback,
  type PlaybackOptions,
  PlaybackStream,
} from './stream/playback-stream.js';
export { Player, type PlaySource } from './stream/player.js';
export { Recorder } from './stream/recorder.js';
export { commitUnlessStopped } from './stream/recovery.js';
export { SineWriter } from './stream/sine-writer.js';
export { StreamCounters } from './stream/stream-counters.js';
export type { LoopOptions } from './stream/stream-loop.js';
export type { AccessPaths } from './stream/stream-message.js';
export {
  type Samples,
  type StreamOptions,
  XRUN_POLICIES,
  type XrunPolicy,
} from './stream/stream-options.js';
export { warmUp } from './stream/warm-up.js';
