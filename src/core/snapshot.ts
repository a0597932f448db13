/**
 * Consistent values of a stream at one instant. The pages have no lock, so hw_ptr and the timestamp
 * are read until two reads agree, as alsa-lib's `snd_pcm_hw_htimestamp` does. Lengths are in
 * frames; times are in seconds and nanoseconds on the negotiated clock.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapCapture, Snapshot } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'capture', channels: 2 });
 * const io = new MmapCapture(device);
 * const snapshot = new Snapshot(); // one object for all reads
 * device.start();
 * device.wait(1000);
 * console.log(io.snapshot(snapshot).hwPtr > 0); // true
 * io.close();
 * device.close();
 */
export class Snapshot {
  state = 0;
  hwPtr = 0;
  applPtr = 0;
  /** Frames that can be written or read; more than the buffer size after an xrun. */
  avail = 0;
  /** Timestamp of the kernel's last pointer update; 0 and 0 before the first. */
  tstampSec = 0;
  tstampNsec = 0;
  /** False if the pointer moved during each of the 16 attempts. */
  consistent = false;
}
