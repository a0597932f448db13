/**
 * One look at a stream. All values belong together: hw_ptr and the timestamp were read until two
 * looks agreed (the pages have no lock; alsa-lib's `snd_pcm_hw_htimestamp` does the same).
 * Frames, and seconds and nanoseconds on the negotiated clock.
 */
export class Snapshot {
  state = 0;
  hwPtr = 0;
  applPtr = 0;
  /** Frames that can be written or read; more than the ring's size after an xrun. */
  avail = 0;
  /** Of the kernel's last pointer update; 0 and 0 before the first. */
  tstampSec = 0;
  tstampNsec = 0;
  /** False where the pointer moved at every one of the bounded attempts. */
  consistent = false;
}
