import type { PcmDevice } from '../device/pcm-device.js';
import { MmapCapture } from './mmap-capture.js';
import type { MmapOptions } from './mmap-io.js';
import { MmapPlayback } from './mmap-playback.js';

/** Maps the stream of a device in its own direction. @throws as `MmapPlayback` */
export function mapStream(
  device: PcmDevice,
  { syncPtr }: MmapOptions = {},
): MmapPlayback | MmapCapture {
  return device.params.direction === 'playback'
    ? new MmapPlayback(device, { syncPtr })
    : new MmapCapture(device, { syncPtr });
}
