import type { FormatName } from './format.js';
import type { PcmParams } from './params.js';

/** Range of values, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Capabilities of a device at set-up. Each list is what was left after the parameters above it were
 * chosen; each of the two sizes as it was before the other was chosen.
 */
export interface PcmCapabilities {
  /** Supported values: with an interrupt at each period, without, or both. */
  readonly periodWakeups: readonly boolean[];
  readonly formats: readonly FormatName[];
  readonly channels: Range;
  readonly rateHz: Range;
  /** Frames. */
  readonly periodSize: Range;
  /** Frames. */
  readonly bufferSize: Range;
}

/** Shared memory of a device: one buffer per mapping. */
export interface Mapping {
  readonly kind: 'mapped';
  readonly buffer: ArrayBufferLike;
  /** Called once before the memory is unmapped, so that the holder drops its views. */
  onUnmap: (() => void) | undefined;
  /** Detaches the buffer, then unmaps the memory. Can be called twice. */
  unmap(): void;
}

/** Reason for a refused mapping: the errno's name, and its meaning for this device. */
export interface MapRefusal {
  readonly kind: 'refused';
  readonly errno: string;
  readonly reason: string;
}

/** Location of one channel's samples in the ring (`snd_pcm_channel_info`, sound/asound.h). */
export interface ChannelInfo {
  /** Start of the area's mapping in the device's mmap space, in bytes. */
  readonly offsetBytes: number;
  /** Distance from there to the channel's first sample, in bits. */
  readonly firstBits: number;
  /** Distance between two samples of the channel, in bits. */
  readonly stepBits: number;
}

/** Events of `wait`, as in poll(2). */
export const PollFlag = { IN: 1, OUT: 4, ERR: 8, HUP: 16, NVAL: 32 } as const;

/** Names of a device. */
export interface PcmIdentity {
  /** Name that opens this stream again: `hw:1,0,0`, `sim`. */
  readonly name: string;
  /** Kernel number; -1 for the simulated card. */
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  /** Description for people: `Dummy PCM`. */
  readonly description: string;
}

/** Other ways to read the position of a kernel PCM: the ioctls that copy, and alsa-lib's calls. */
export const POSITION_CALLS = {
  ioctls: ['SYNC_PTR', 'SYNC_PTR HWSYNC', 'STATUS_EXT', 'DELAY'],
  functions: ['snd_pcm_avail_update', 'snd_pcm_avail', 'snd_pcm_delay', 'snd_pcm_htimestamp'],
} as const;

/** `POSITION_CALLS`, of the stream. Each throws if the kernel refuses, as the addon does. */
export interface PositionCalls {
  /** Time of `count` calls in a C loop, in nanoseconds: the cost in a C program. */
  timeIoctls(name: (typeof POSITION_CALLS.ioctls)[number], count: number): number;
  timeFunctions(name: (typeof POSITION_CALLS.functions)[number], count: number): number;
  /** The ioctl DELAY, in frames. */
  delayIoctl(): number;
}

/**
 * A PCM device that is set up and PREPARED: the interface between the core and the provider of
 * the memory, which is not part of it. Every method throws `AlsaMmapError` with the errno's name
 * if the kernel refuses; after `close` all others throw CLOSED.
 */
export interface PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  /** Capabilities at set-up. */
  readonly capabilities: PcmCapabilities;

  /** Returns the location of a channel, counted from 0 (CHANNEL_INFO). */
  channelInfo(channel: number): ChannelInfo;

  /**
   * SYNC_PTR on a `struct snd_pcm_sync_ptr` of 136 bytes (see `SYNC_PTR` in abi.ts), in place. The
   * flags APPL and AVAIL_MIN mean *get*; cleared they write.
   */
  syncPtr(block: ArrayBuffer): void;
  /**
   * STATUS_EXT on a `struct snd_pcm_status` of 152 bytes (see `PCM_STATUS` in abi.ts): makes a
   * pointer update and returns both pointers, avail and delay of one moment. An xrun is not an
   * error of the call; the state shows it.
   */
  statusExt(block: ArrayBuffer): void;
  /** Waits until avail reaches avail_min, up to `timeoutMs`: poll events, 0 at the time limit. */
  wait(timeoutMs: number): number;
  /**
   * Same as `wait`; `timestamp` (8 bytes) receives the time of its return: a double,
   * CLOCK_MONOTONIC in nanoseconds, taken in C.
   */
  waitWithTimestamp(timeoutMs: number, timestamp: ArrayBuffer): number;

  /** PREPARE: empties the ring, sets both pointers to 0; the state becomes PREPARED. */
  prepare(): void;
  /** START by ioctl: a stream driven through memory never starts by itself. */
  start(): void;
  /** DROP: stops at once and discards the frames in the ring; the state becomes SETUP. */
  drop(): void;
  /** Begins a drain and returns; the state is DRAINING until the ring is empty. */
  drain(): void;
  /** PAUSE: pauses a running stream, or releases a paused one. */
  pause(on: boolean): void;
  /** RESUME: leaves SUSPENDED; many drivers refuse it with ENOSYS, and need `prepare`. */
  resume(): void;

  /**
   * Releases the parameters: the state becomes OPEN, and only `close` is possible. Fails with
   * EBADFD while a part of the ring is mapped, or while the stream runs.
   */
  hwFree(): void;

  /** Position calls of a kernel PCM, for measurements; undefined for other devices. */
  positionCalls?(): PositionCalls;

  /** Unmaps every live mapping, then closes the device. Can be called twice. */
  close(): void;
}
