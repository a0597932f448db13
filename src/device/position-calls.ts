/**
 * The ways in which a kernel PCM is asked for its position by others: alsa-lib's calls, and the ioctls
 * that copy. This program needs none of them; they are there to be measured beside its own. Each
 * throws where the kernel refuses, as the addon does.
 */
export interface PositionCalls {
  /** snd_pcm_avail_update, snd_pcm_avail and snd_pcm_delay, in frames. */
  availUpdate(): number;
  avail(): number;
  delay(): number;
  /** snd_pcm_htimestamp: frames available; the time goes into memory that is its own. */
  htimestamp(): number;
  /** The ioctl STATUS_EXT, and a word of what it has filled. */
  statusExt(): number;
  /** The ioctl DELAY, in frames. */
  delayIoctl(): number;
}
