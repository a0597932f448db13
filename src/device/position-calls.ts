/**
 * Other ways to read the position of a kernel PCM: alsa-lib's calls and the ioctls that copy. They
 * are measured for comparison and used for nothing else. Each throws if the kernel refuses, as the
 * addon does.
 */
export interface PositionCalls {
  /** snd_pcm_avail_update, snd_pcm_avail and snd_pcm_delay, in frames. */
  availUpdate(): number;
  avail(): number;
  delay(): number;
  /** snd_pcm_htimestamp: frames available; the time is stored internally. */
  htimestamp(): number;
  /** The ioctl STATUS_EXT, and one word of its result. */
  statusExt(): number;
  /** The ioctl DELAY, in frames. */
  delayIoctl(): number;
}
