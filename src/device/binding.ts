import type { ConfigSpace } from './config-space.js';

/**
 * Exports of the addon (`native/`): system calls and alsa-lib, without wording or policy. Every
 * failure is an `Error` with `errno` (positive), `code` (`'EBUSY'`) and `syscall` (the name of the
 * call). Sizes that can exceed 2^53 are bigint.
 */
export interface NativeBinding {
  /** `direction` is `SND_PCM_STREAM_*`: 0 playback, 1 capture. */
  Pcm: new (
    name: string,
    direction: 0 | 1,
  ) => NativePcm;
  HwParams: new (pcm: NativePcm) => NativeHwParams;
  Sequencer: new (name: string) => NativeSequencer;

  /** mmap(2) MAP_SHARED: one ArrayBuffer per mapping; `length` is rounded up to a page. */
  map(fd: number, offset: number, length: number, writable: boolean): ArrayBuffer;
  /** Detaches, then munmap(2). False if the buffer was already unmapped. */
  unmap(buffer: ArrayBuffer): boolean;

  /** SNDRV_PCM_IOCTL_SYNC_PTR, in place on 136 bytes. */
  syncPtr(fd: number, block: ArrayBuffer): void;
  /** SNDRV_PCM_IOCTL_CHANNEL_INFO; `offset` in bytes, `first` and `step` in bits. */
  channelInfo(fd: number, channel: number): { offset: number; first: number; step: number };
  /** SNDRV_PCM_IOCTL_STATUS_EXT, in place on a `struct snd_pcm_status`. */
  statusExt(fd: number, status: ArrayBuffer): void;
  /** SNDRV_PCM_IOCTL_DELAY: frames. */
  delay(fd: number): number;
  /** Makes an ioctl `count` times in a C loop, by its name in `PositionCall`; returns the ns. */
  timeIoctls(fd: number, name: string, count: number): number;
  /** SNDRV_PCM_IOCTL_HW_REFINE, in place on a `struct snd_pcm_hw_params`. */
  hwRefine(fd: number, params: ArrayBuffer): void;
  /** SNDRV_PCM_IOCTL_START. */
  start(fd: number): void;
  /** SNDRV_PCM_IOCTL_XRUN: stops a running stream as an xrun does. */
  xrun(fd: number): void;
  /** poll(2) on one descriptor: revents, 0 at the time limit. Continues after EINTR. */
  poll(fd: number, events: number, timeoutMs: number): number;
  /** Same as `poll`; `timestamp` receives its return time: a double, CLOCK_MONOTONIC in ns. */
  pollWithTimestamp(fd: number, events: number, timeoutMs: number, timestamp: ArrayBuffer): number;

  /**
   * process_vm_readv(2) of another process's status page (56 bytes at 0, and again at 128) and
   * control page (16 bytes at 64; left out if its address is 0) into 192 bytes.
   */
  readOwnerPages(
    pid: number,
    statusAddress: number,
    controlAddress: number,
    into: ArrayBuffer,
  ): void;
  /** Fills `into` from another process's memory, in one process_vm_readv(2). */
  readOwnerMemory(pid: number, address: number, into: Uint8Array): void;
  /**
   * SYNC_PTR without a pointer update, on a descriptor of another process's stream that is open
   * during the call; the layout is that of `readOwnerPages`. pid 0 opens the node with O_APPEND.
   */
  readHeldPages(
    card: number,
    device: number,
    subdevice: number,
    capture: boolean,
    pid: number,
    fd: number,
    into: ArrayBuffer,
  ): void;
  /** Fills `into` from the ring of such a stream, which is mapped during the call. */
  readHeldRing(
    card: number,
    device: number,
    subdevice: number,
    capture: boolean,
    pid: number,
    fd: number,
    byteOffset: number,
    into: Uint8Array,
  ): void;

  /** Descriptor, non-blocking, of the PCM timer of a substream: it reports starts and stops. */
  openStreamTimer(card: number, device: number, subdevice: number, capture: boolean): number;
  /** Stores the events that were not read yet, `TimerEvent`; returns their number. */
  readStreamTimer(fd: number, into: Int32Array): number;

  /**
   * sched_setscheduler(2) of the calling thread: `SchedPolicy`, and 1 to 99 for FIFO. Its child
   * threads start with the default policy (SCHED_RESET_ON_FORK).
   */
  setScheduler(policy: number, priority: number): void;
  scheduler(): { policy: number; priority: number; resetOnFork: boolean };
  /** sched_setaffinity(2) of the calling thread; CPU n is bit n % 8 of byte n / 8. */
  setAffinity(mask: Uint8Array): void;
  affinity(): Uint8Array;
  /**
   * mlock2(2) of the program, its libraries and the calling thread's stack, as pages are used;
   * returns the bytes. Memory managed by V8 is left out: V8 does not tolerate it
   * (native/memory-lock.h).
   */
  lockMemory(): number;
  /** Size of the memory that `lockMemory` would lock, in bytes. */
  lockableBytes(): number;
  /** munlockall(2), for the whole process. */
  unlockMemory(): void;

  /** flock(2) LOCK_EX without waiting: EAGAIN if another open file description has the lock. */
  lockFile(fd: number): void;

  /** Does nothing: the cost of a call into the addon. */
  emptyCall(): void;
  /** Reads the 64-bit word at `byteOffset` as volatile, `count` times; returns the total in ns. */
  timeVolatileReads(buffer: ArrayBuffer, byteOffset: number, count: number): number;
}

/** `SCHED_*` of sched.h. */
export const SchedPolicy = { OTHER: 0, FIFO: 1 } as const;

/** A `snd_pcm_t`, opened non-blocking and with no conversion (SND_PCM_NO_AUTO_*). */
export interface NativePcm {
  /** The only poll descriptor; throws ENOTSUP if alsa-lib has more than one. */
  descriptor(): number;
  /** `snd_pcm_type_name`: `HW`, `PLUG`... */
  typeName(): string;
  /** snd_pcm_info; numbers are -1 if the PCM is not a kernel device. */
  info(): { card: number; device: number; subdevice: number; id: string; name: string };
  /** snd_pcm_query_chmaps; empty if the driver has none. */
  channelMaps(): { type: string; positions: string[] }[];
  /** snd_pcm_sw_params; an omitted value is not changed. */
  swParams(request: Partial<Omit<NativeSwParams, 'boundary'>>): NativeSwParams;
  /** snd_pcm_sw_params_current. */
  swParamsCurrent(): NativeSwParams;
  state(): number;
  /** snd_pcm_avail_update, in frames; unlike `avail` and `delay` it makes no pointer update. */
  availUpdate(): number;
  /** snd_pcm_avail, in frames. */
  avail(): number;
  /** snd_pcm_delay, in frames. */
  delay(): number;
  /** snd_pcm_htimestamp: returns the frames available; stores seconds and ns as two doubles. */
  htimestamp(into: ArrayBuffer): number;
  /** Makes one of the calls above `count` times in a C loop, by its alsa-lib name; returns ns. */
  timeCalls(name: string, count: number): number;
  prepare(): void;
  drain(): void;
  drop(): void;
  pause(on: boolean): void;
  resume(): void;
  hwFree(): void;
  /** snd_pcm_writei, snd_pcm_readi of whole frames, for tests; return the frames transferred. */
  writei(bytes: Uint8Array, frames: number): number;
  readi(bytes: Uint8Array, frames: number): number;
  /** snd_pcm_close. Can be called twice. */
  close(): void;
}

interface NativeSwParams {
  boundary: bigint;
  availMin: bigint;
  startThreshold: bigint;
  stopThreshold: bigint;
  silenceThreshold: bigint;
  silenceSize: bigint;
  tstampEnable: boolean;
  /** `SNDRV_PCM_TSTAMP_TYPE_*`. */
  tstampType: number;
}

/** A `snd_pcm_hw_params_t`, initially with all capabilities (`snd_pcm_hw_params_any`). */
export interface NativeHwParams extends ConfigSpace {
  /** snd_pcm_hw_params: sets the parameters; the device is then PREPARED. */
  install(): void;
}

/** A client of the ALSA sequencer, opened non-blocking, with one port that others can write to. */
export interface NativeSequencer {
  address(): { client: number; port: number };
  /** The only poll descriptor; throws ENOTSUP if alsa-lib has more than one. */
  descriptor(): number;
  /** All ports of all clients; `capability` and `type` are `SND_SEQ_PORT_CAP_*` and `_TYPE_*`. */
  ports(): NativeSequencerPort[];
  /** snd_seq_connect_from. */
  connectFrom(client: number, port: number): void;
  /**
   * Stores the messages since the last call, up to the size of `into`, and returns their number. A
   * message is status | data1 << 8 | data2 << 16. Throws ENOSPC if events were lost.
   */
  read(into: Int32Array): number;
  /** snd_seq_close. Can be called twice. */
  close(): void;
}

export interface NativeSequencerPort {
  client: number;
  port: number;
  clientName: string;
  portName: string;
  capability: number;
  type: number;
}
