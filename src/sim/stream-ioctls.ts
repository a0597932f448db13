import { MMAP_STATUS, PCM_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import { PollFlag } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { SimConfig } from './config.js';
import type { DmaEngine } from './dma-engine.js';
import type { Quirk } from './quirks.js';
import { type StreamMemory, storeTimespec } from './stream-memory.js';
import type { SimStreamParams } from './stream-params.js';

/** Name of the errno that a call fails with; undefined if it succeeds. */
export type Errno = string | undefined;

const { OPEN, SETUP, PREPARED, RUNNING, XRUN, DRAINING, PAUSED, SUSPENDED, DISCONNECTED } =
  PcmState;

/** Delay of a late start, and an implausible delay seen in a real driver (quirks). */
const LATE_START_NS = 600e6;
const IMPLAUSIBLE_DELAY_FRAMES = 7_500_000_000_000_000_000n;
const DELAY_OF_PAUSE_FRAMES = 480n;
const HW_PTR_WORD = (SYNC_PTR.status + MMAP_STATUS.hwPtr) / 8;

/**
 * The ioctls of a PCM stream, with the states in which each is allowed and its errno in the others,
 * as in the kernel (sound/core/pcm_native.c).
 *
 * Invariant: every method is called with the lock held, and none but `poll` in DISCONNECTED: there
 * every ioctl fails with ENODEV.
 */
export class StreamIoctls {
  readonly #memory: StreamMemory;
  readonly #engine: DmaEngine;
  readonly #streamParams: SimStreamParams;
  readonly #config: SimConfig;
  #pauses = 0n;

  constructor(
    memory: StreamMemory,
    engine: DmaEngine,
    streamParams: SimStreamParams,
    config: SimConfig,
  ) {
    this.#memory = memory;
    this.#config = config;
    this.#engine = engine;
    this.#streamParams = streamParams;
  }

  /** `snd_pcm_prepare`: resets the pointers to 0. */
  prepare(nowNs: number): Errno {
    if (this.#state === OPEN) return 'EBADFD';
    if (this.#running) return this.#hasQuirk('prepare-running') ? undefined : 'EBUSY';
    this.#engine.stop(nowNs);
    if (this.#state === XRUN) this.#memory.xruns++;
    const dmaFrame = this.#memory.transferredFrames % this.#streamParams.bufferSize;
    if (!this.#hasQuirk('prepare-keeps-pointers')) {
      this.#memory.resetPointers(this.#hasQuirk('prepare-keeps-dma') ? dmaFrame : 0);
    }
    return this.#setState(PREPARED);
  }

  /** `snd_pcm_start`: playback needs frames to play, unless it never stops. */
  start(nowNs: number): Errno {
    if (this.#hasQuirk('start-fails')) return 'EIO';
    if (this.#state === RUNNING && this.#hasQuirk('start-twice')) return undefined;
    if (this.#state !== PREPARED) return 'EBADFD';
    const endless = this.#streamParams.stopThreshold >= this.#streamParams.boundary;
    const empty = this.#isPlayback && this.#ringEmpty && !endless;
    if (empty && !this.#hasQuirk('start-empty')) return 'EPIPE';
    this.#engine.start(this.#hasQuirk('start-late') ? nowNs + LATE_START_NS : nowNs);
    this.#memory.triggerNs = nowNs;
    this.#engine.silenceUncommitted();
    return this.#setState(RUNNING);
  }

  /** `snd_pcm_drop`. */
  drop(nowNs: number): Errno {
    if (this.#state === OPEN) return 'EBADFD';
    const { triggerNs } = this.#memory;
    if (!this.#hasQuirk('drop-keeps-running')) this.#engine.stop(nowNs);
    this.#memory.triggerNs = this.#hasQuirk('trigger-timestamp-kept') ? triggerNs : nowNs;
    return this.#setState(SETUP);
  }

  /** `snd_pcm_drain` of a non-blocking stream: begins the drain; waiters see SETUP at its end. */
  drain(nowNs: number): Errno {
    if (this.#state === SUSPENDED || this.#state === OPEN) return 'EBADFD';
    if (this.#state === PAUSED) this.pause(nowNs, false);
    if (this.#isPlayback) return this.#drainPlayback(nowNs);
    if (this.#state !== RUNNING) return undefined;
    this.#engine.hwsync(nowNs);
    this.#engine.stop(nowNs);
    return this.#setState(this.#engine.avail() > 0n ? DRAINING : SETUP);
  }

  /** `snd_pcm_pause`. */
  pause(nowNs: number, on: boolean): Errno {
    if (this.#state !== (on ? RUNNING : PAUSED)) return 'EBADFD';
    if (this.#hasQuirk('pause-refused')) return 'ENOSYS';
    if (on) this.#pauses++;
    if (on && !this.#hasQuirk('pause-keeps-running')) this.#engine.stop(nowNs);
    const { triggerNs, suspendNs } = this.#memory;
    const stalls =
      this.#hasQuirk('pause-release-stalls') ||
      (this.#hasQuirk('pause-resume-stalls') && suspendNs > triggerNs);
    if (!on && !this.#hasQuirk('pause-keeps-running') && !stalls) {
      this.#engine.start(this.#hasQuirk('pause-release-jumps') ? triggerNs : nowNs);
    }
    return this.#setState(on ? PAUSED : RUNNING);
  }

  /**
   * `snd_pcm_resume`: restores the state before the suspend; the DMA continues from its last frame.
   */
  resume(nowNs: number): Errno {
    const { state, suspendedState, suspendNs } = this.#memory;
    if (state !== SUSPENDED) return 'EBADFD';
    if (this.#config.resume === 'no') return 'ENOSYS';
    if (nowNs < suspendNs + this.#config.suspend[1] * 1e6) return 'EAGAIN';
    const runs = suspendedState !== PAUSED || this.#hasQuirk('pause-resume-runs');
    if (runs) this.#engine.start(nowNs);
    return this.#setState(runs && suspendedState === PAUSED ? RUNNING : suspendedState);
  }

  /** `snd_pcm_sync_ptr`, on the 136 bytes of `struct snd_pcm_sync_ptr`. */
  syncPtr(nowNs: number, block: ArrayBuffer): Errno {
    const flags = new Uint32Array(block, SYNC_PTR.flags, 1)[0]!;
    const control = new BigUint64Array(block, SYNC_PTR.control, 2);
    if ((flags & SyncFlag.HWSYNC) !== 0) {
      const refused = this.#hwsync(nowNs);
      if (refused !== undefined) return refused;
    }
    const memory = this.#memory;
    if ((flags & SyncFlag.APPL) !== 0) control[0] = memory.applPtr;
    else if (control[0]! >= this.#streamParams.boundary) return 'EINVAL';
    else memory.applPtr = control[0]!;
    if ((flags & SyncFlag.AVAIL_MIN) !== 0) control[1] = memory.availMin;
    else if (!this.#hasQuirk('sync-ptr-ignores-avail-min')) memory.availMin = control[1]!;
    new Uint8Array(block, SYNC_PTR.status).set(
      new Uint8Array(memory.buffers.status, 0, MMAP_STATUS.size),
    );
    if (this.#hasQuirk('status-page-lags')) new BigInt64Array(block)[HW_PTR_WORD]! += 1n;
    return undefined;
  }

  /** `snd_pcm_status64`: an xrun found on the way is not an error of the call. */
  statusExt(nowNs: number, block: ArrayBuffer): Errno {
    const words = new BigInt64Array(block);
    words.fill(0n);
    if (this.#running) this.#engine.hwsync(nowNs);
    if (this.#disconnected) return 'ENODEV';
    new Int32Array(block)[PCM_STATUS.state / 4] = this.#state;
    if (this.#state === OPEN) return undefined;
    const { applPtr, hwPtr, triggerNs, timestampNs } = this.#memory;
    const avail = this.#engine.avail();
    const queued = this.#isPlayback ? BigInt(this.#streamParams.bufferSize) - avail : avail;
    if (!this.#hasQuirk('trigger-timestamp-zero')) {
      storeTimespec(words, PCM_STATUS.triggerSec / 8, triggerNs);
    }
    storeTimespec(words, PCM_STATUS.tstampSec / 8, this.#running ? timestampNs : nowNs);
    words[PCM_STATUS.applPtr / 8] = applPtr;
    words[PCM_STATUS.hwPtr / 8] = hwPtr;
    words[PCM_STATUS.delay / 8] = this.#running ? queued : 0n;
    if (this.#hasQuirk('delay-grows-by-pause')) {
      words[PCM_STATUS.delay / 8]! += this.#pauses * DELAY_OF_PAUSE_FRAMES;
    }
    if (this.#hasQuirk('delay-implausible')) words[PCM_STATUS.delay / 8] = IMPLAUSIBLE_DELAY_FRAMES;
    words[PCM_STATUS.avail / 8] = this.#hasQuirk('avail-off-by-one') ? avail + 1n : avail;
    return undefined;
  }

  /** `snd_pcm_hw_free`. */
  hwFree(ringMapped: boolean): Errno {
    if (ringMapped || (this.#state !== SETUP && this.#state !== PREPARED)) return 'EBADFD';
    return this.#setState(OPEN);
  }

  /** Event bits of poll(2): `snd_pcm_poll`, which does not update the pointer. */
  poll(): number {
    const ready = this.#isPlayback ? PollFlag.OUT : PollFlag.IN;
    const avail = this.#engine.avail();
    switch (this.#state) {
      case PREPARED:
      case RUNNING:
      case PAUSED:
        if (this.#hasQuirk('poll-early')) return ready;
        return avail >= this.#memory.availMin && !this.#hasQuirk('poll-never') ? ready : 0;
      case DRAINING:
        if (this.#isPlayback) return 0;
        return avail > 0n ? ready : ready | PollFlag.ERR;
      case DISCONNECTED:
        return ready | PollFlag.ERR | PollFlag.NVAL;
      default:
        return this.#hasQuirk('poll-hides-error') ? ready : ready | PollFlag.ERR;
    }
  }

  /** `do_pcm_hwsync`. */
  #hwsync(nowNs: number): Errno {
    const state = this.#state;
    if (this.#running) {
      this.#engine.hwsync(nowNs);
      if (this.#disconnected) return 'ENODEV';
      if (this.#state === SUSPENDED) return 'ESTRPIPE';
      // The update ended the stream, by an xrun or a finished drain: `snd_pcm_update_state`.
      return this.#state === state ? undefined : 'EPIPE';
    }
    if (state === PREPARED || state === PAUSED) return undefined;
    if (state === XRUN && this.#hasQuirk('hwsync-ignores-xrun')) return undefined;
    return state === XRUN ? 'EPIPE' : state === SUSPENDED ? 'ESTRPIPE' : 'EBADFD';
  }

  #drainPlayback(nowNs: number): Errno {
    if (this.#state === XRUN) return this.#setState(SETUP);
    if (this.#hasQuirk('drain-early')) return this.drop(nowNs);
    if (this.#state === RUNNING) return this.#setState(DRAINING);
    if (this.#state !== PREPARED) return undefined;
    if (this.#ringEmpty) return this.#setState(SETUP);
    this.#engine.start(nowNs);
    this.#engine.silenceUncommitted();
    return this.#setState(DRAINING);
  }

  #hasQuirk(what: Quirk): boolean {
    return this.#config.quirks.includes(what);
  }

  #setState(state: number): undefined {
    this.#memory.state = state;
    this.#memory.wakeWaiters();
  }

  get #state(): number {
    return this.#memory.state;
  }

  /** `snd_pcm_running`: the pointer moves. */
  get #running(): boolean {
    return this.#state === RUNNING || (this.#state === DRAINING && this.#isPlayback);
  }

  get #disconnected(): boolean {
    return this.#state === DISCONNECTED;
  }

  get #isPlayback(): boolean {
    return this.#streamParams.direction === 'playback';
  }

  get #ringEmpty(): boolean {
    return this.#engine.avail() >= BigInt(this.#streamParams.bufferSize);
  }
}
