import type { PcmCapabilities } from './capabilities.js';
import type { PcmParams } from './params.js';
import type { PositionCalls } from './position-calls.js';

/** Memory the device shares: one buffer a mapping. */
export interface Mapping {
  readonly kind: 'mapped';
  readonly buffer: ArrayBufferLike;
  /** Called once, before the memory goes, whoever ends the mapping: its holder drops its views. */
  onUnmap: (() => void) | undefined;
  /** Detaches the buffer, then gives the memory back. May be called twice. */
  unmap(): void;
}

/** Why the kernel does not share it: the errno by name, and what that means on this device. */
export interface MapRefusal {
  readonly kind: 'refused';
  readonly errno: string;
  readonly reason: string;
}

/** Where the samples of one channel lie in the ring (`snd_pcm_channel_info`, sound/asound.h). */
export interface ChannelInfo {
  /** Where in the device's map space the area's mapping starts, in bytes. */
  readonly offsetBytes: number;
  /** From there to the channel's first sample, in bits. */
  readonly firstBits: number;
  /** From one sample of the channel to its next, in bits. */
  readonly stepBits: number;
}

/** The bits `wait` answers with: those of poll(2). */
export const PollFlag = { IN: 1, OUT: 4, ERR: 8, HUP: 16, NVAL: 32 } as const;

/** What the device is called. */
export interface PcmIdentity {
  /** The name that opens this very stream again: `hw:1,0,0`, `sim`. */
  readonly name: string;
  /** Where the kernel numbers it; -1 for the built-in card. */
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  /** For people: `Dummy PCM`. */
  readonly description: string;
}

/**
 * A PCM device that is set up and PREPARED: the one seam between the core and whatever provides
 * the memory. Every method throws `AlsaMmapError`, with the errno by name, where the kernel
 * refuses; after `close` all but `close` throw CLOSED.
 */
export interface PcmDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  /** What there was to choose from. */
  readonly capabilities: PcmCapabilities;

  /** The status page, readable (56 bytes and up). */
  mapStatus(): Mapping | MapRefusal;
  /** The control page, readable and writable (16 bytes and up). */
  mapControl(): Mapping | MapRefusal;
  /** A piece of the DMA ring; both numbers in bytes. */
  mapSamples(offsetBytes: number, lengthBytes: number): Mapping | MapRefusal;
  channelInfo(channel: number): ChannelInfo;

  /**
   * SYNC_PTR on a `struct snd_pcm_sync_ptr` of 136 bytes (see `SYNC_PTR` in abi.ts), in place.
   * The bits APPL and AVAIL_MIN mean *get*; cleared they write.
   */
  syncPtr(block: ArrayBuffer): void;
  /**
   * STATUS_EXT on a `struct snd_pcm_status` of 152 bytes (see `PCM_STATUS` in abi.ts): asks the hardware,
   * and brings both pointers, avail and delay of one moment. An xrun is no refusal: the state tells.
   */
  statusExt(block: ArrayBuffer): void;
  /** Waits until avail reaches avail_min, or for `timeoutMs`: poll bits, 0 at the time limit. */
  wait(timeoutMs: number): number;
  /**
   * The same; `stamp` (8 bytes) becomes when it ended: a double, CLOCK_MONOTONIC in nanoseconds, taken
   * before JavaScript goes on.
   */
  waitWithTimestamp(timeoutMs: number, stamp: ArrayBuffer): number;

  prepare(): void;
  /** START by ioctl: a stream written through memory is never started by itself. */
  start(): void;
  drop(): void;
  /** Begins to drain and returns; the state stays DRAINING until the ring is empty. */
  drain(): void;
  pause(on: boolean): void;
  resume(): void;

  /**
   * Gives the parameters back: the state is OPEN, and only `close` leads on. Refused (EBADFD) while a
   * piece of the ring is mapped, and while the stream runs.
   */
  hwFree(): void;

  /** What else a kernel PCM can be asked, for measurements; nothing where no kernel is behind it. */
  positionCalls?(): PositionCalls;

  /** Ends every mapping still held, then the device. May be called twice. */
  close(): void;
}
