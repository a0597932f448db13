/**
 * Status page, control page and DMA ring of an open device, under the names of alsa-rs.
 *
 * Open a device with `openDevice`, create `MmapPlayback` or `MmapCapture` on it, read and write.
 * Close the stream's memory first, then the device. `playInPlace` is a complete playback loop.
 * @module alsa-mmap/direct
 */

export { CaptureIter } from './core/capture-iter.js';
export { Control } from './core/control.js';
export { MmapCapture } from './core/mmap-capture.js';
export type { MmapIO, MmapOptions } from './core/mmap-io.js';
export { MmapPlayback } from './core/mmap-playback.js';
export { RawSamples, type WriteResult } from './core/raw-samples.js';
export { type RingDevice, SampleData } from './core/sample-data.js';
export { Snapshot } from './core/snapshot.js';
export { Status } from './core/status.js';
export { type SyncPtrRequest, SyncPtrStatus } from './core/sync-ptr-status.js';
export { InfoFlag, infoFlagNames, SyncFlag } from './device/abi.js';
export { type ChannelInfo, type MapRefusal, PollFlag } from './device/pcm-device.js';
export { type InPlaceOptions, type InPlaceSource, playInPlace } from './stream/play-in-place.js';
export { type MonitorMemory, StreamMonitor } from './stream/stream-monitor.js';
