import { MMAP_STATUS, PCM_STATUS, SYNC_PTR, SyncFlag } from '../device/abi.js';
import { PcmState } from '../device/pcm-state.js';
import type { CardMemory } from './card-memory.js';
import type { DmaEngine } from './dma-engine.js';
import type { SimGeometry } from './geometry.js';
import type { SimNature } from './nature.js';
import type { Wrong } from './wrongs.js';

/** What a call is refused with, by name; undefined where it is done. */
export type Errno = string | undefined;

const { OPEN, SETUP, PREPARED, RUNNING, XRUN, DRAINING, PAUSED, SUSPENDED, DISCONNECTED } =
  PcmState;

/** What the card does wrong on request: how late it starts, and a delay that a driver once told. */
const START_LATE_NS = 600e6;
const INSANE_FRAMES = 7_500_000_000_000_000_000n;
const HW_PTR_WORD = (SYNC_PTR.status + MMAP_STATUS.hwPtr) / 8;

/**
 * The calls of a PCM stream, each with the states it is allowed in and the errno it is refused with
 * elsewhere: as the kernel's (sound/core/pcm_native.c). Every method is called with the lock held.
 */
export class StreamCalls {
  readonly #memory: CardMemory;
  readonly #engine: DmaEngine;
  readonly #geometry: SimGeometry;
  readonly #nature: SimNature;

  constructor(memory: CardMemory, engine: DmaEngine, geometry: SimGeometry, nature: SimNature) {
    this.#memory = memory;
    this.#nature = nature;
    this.#engine = engine;
    this.#geometry = geometry;
  }

  /** `snd_pcm_prepare`: the pointers become 0. */
  prepare(nowNs: number): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#state === OPEN) return 'EBADFD';
    if (this.#flows) return this.#isWrong('prepare-running') ? undefined : 'EBUSY';
    this.#engine.stop(nowNs);
    if (!this.#isWrong('prepare-keeps')) this.#memory.rewind();
    return this.#to(PREPARED);
  }

  /** `snd_pcm_start`: playback has to have something to play, unless it never stops. */
  start(nowNs: number): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#isWrong('start-fails')) return 'EIO';
    if (this.#state === RUNNING && this.#isWrong('start-twice')) return undefined;
    if (this.#state !== PREPARED) return 'EBADFD';
    const endless = this.#geometry.stopThreshold >= this.#geometry.boundary;
    const empty = this.#playback && this.#empty && !endless;
    if (empty && !this.#isWrong('start-empty')) return 'EPIPE';
    this.#engine.start(this.#isWrong('start-late') ? nowNs + START_LATE_NS : nowNs);
    this.#memory.triggerNs = nowNs;
    this.#engine.silenceUnused();
    return this.#to(RUNNING);
  }

  /** `snd_pcm_drop`. */
  drop(nowNs: number): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#state === OPEN) return 'EBADFD';
    if (!this.#isWrong('stop-runs')) this.#engine.stop(nowNs);
    return this.#to(SETUP);
  }

  /** `snd_pcm_drain` of a non-blocking stream: it begins, and who waits will see SETUP. */
  drain(nowNs: number): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#state === SUSPENDED || this.#state === OPEN) return 'EBADFD';
    if (this.#state === PAUSED) this.pause(nowNs, false);
    if (this.#playback) return this.#drainPlayback(nowNs);
    if (this.#state !== RUNNING) return undefined;
    this.#engine.hwsync(nowNs);
    this.#engine.stop(nowNs);
    return this.#to(this.#engine.avail() > 0n ? DRAINING : SETUP);
  }

  /** `snd_pcm_pause`. */
  pause(nowNs: number, on: boolean): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#state !== (on ? RUNNING : PAUSED)) return 'EBADFD';
    if (this.#isWrong('pause-refused')) return 'ENOSYS';
    if (on && !this.#isWrong('pause-runs')) this.#engine.stop(nowNs);
    if (!on && !this.#isWrong('pause-runs') && !this.#isWrong('pause-stays')) {
      this.#engine.start(this.#isWrong('pause-leaps') ? this.#memory.triggerNs : nowNs);
    }
    return this.#to(on ? PAUSED : RUNNING);
  }

  /** `snd_pcm_resume`: the stream is again as it was; the DMA goes on from where it stood. */
  resume(nowNs: number): Errno {
    const { state, suspendedState, suspendNs } = this.#memory;
    if (this.#gone) return 'ENODEV';
    if (state !== SUSPENDED) return 'EBADFD';
    if (this.#nature.resume === 'no') return 'ENOSYS';
    if (nowNs < suspendNs + this.#nature.suspend[1] * 1e6) return 'EAGAIN';
    this.#engine.start(nowNs);
    return this.#to(suspendedState);
  }

  /** `snd_pcm_sync_ptr`, on the 136 bytes of `struct snd_pcm_sync_ptr`. */
  syncPtr(nowNs: number, block: ArrayBuffer): Errno {
    if (this.#gone) return 'ENODEV';
    const flags = new Uint32Array(block, SYNC_PTR.flags, 1)[0]!;
    const control = new BigUint64Array(block, SYNC_PTR.control, 2);
    if ((flags & SyncFlag.HWSYNC) !== 0) {
      const refused = this.#hwsync(nowNs);
      if (refused !== undefined) return refused;
    }
    const memory = this.#memory;
    if ((flags & SyncFlag.APPL) !== 0) control[0] = memory.applPtr;
    else if (control[0]! >= this.#geometry.boundary) return 'EINVAL';
    else memory.applPtr = control[0]!;
    if ((flags & SyncFlag.AVAIL_MIN) !== 0) control[1] = memory.availMin;
    else if (!this.#isWrong('sync-ptr-deaf')) memory.availMin = control[1]!;
    const status = new Uint8Array(block, SYNC_PTR.status, 64);
    status.set(new Uint8Array(memory.buffers.status, 0, 56));
    if (this.#isWrong('page-stale')) new BigInt64Array(block)[HW_PTR_WORD]! += 1n;
    return undefined;
  }

  /** `snd_pcm_status64`: an xrun that it finds is no error of the call. */
  statusExt(nowNs: number, block: ArrayBuffer): Errno {
    if (this.#gone) return 'ENODEV';
    const words = new BigInt64Array(block);
    words.fill(0n);
    if (this.#flows) this.#engine.hwsync(nowNs);
    if (this.#gone) return 'ENODEV';
    new Int32Array(block)[PCM_STATUS.state / 4] = this.#state;
    if (this.#state === OPEN) return undefined;
    const { applPtr, hwPtr, triggerNs, timestampNs } = this.#memory;
    const avail = this.#engine.avail();
    const queued = this.#playback ? BigInt(this.#geometry.bufferSize) - avail : avail;
    const [sec, nsec] = parts(triggerNs);
    const [stampSec, stampNsec] = parts(this.#flows ? timestampNs : nowNs);
    if (!this.#isWrong('trigger-zero')) {
      words[PCM_STATUS.triggerSec / 8] = sec;
      words[PCM_STATUS.triggerNsec / 8] = nsec;
    }
    words[PCM_STATUS.tstampSec / 8] = stampSec;
    words[PCM_STATUS.tstampNsec / 8] = stampNsec;
    words[PCM_STATUS.applPtr / 8] = applPtr;
    words[PCM_STATUS.hwPtr / 8] = hwPtr;
    words[PCM_STATUS.delay / 8] = this.#flows ? queued : 0n;
    if (this.#isWrong('delay-insane')) words[PCM_STATUS.delay / 8] = INSANE_FRAMES;
    words[PCM_STATUS.avail / 8] = this.#isWrong('avail-off') ? avail + 1n : avail;
    return undefined;
  }

  /** `snd_pcm_hw_free`. */
  hwFree(_nowNs: number, ringMapped: boolean): Errno {
    if (this.#gone) return 'ENODEV';
    if (this.#state !== SETUP && this.#state !== PREPARED) return 'EBADFD';
    if (ringMapped) return 'EBADFD';
    return this.#to(OPEN);
  }

  /** `do_pcm_hwsync`. */
  #hwsync(nowNs: number): Errno {
    const state = this.#state;
    if (this.#flows) {
      this.#engine.hwsync(nowNs);
      if (this.#gone) return 'ENODEV';
      if (this.#state === SUSPENDED) return 'ESTRPIPE';
      // Whether by an xrun or because it was drained: `snd_pcm_update_state`.
      return this.#state === state ? undefined : 'EPIPE';
    }
    if (state === PREPARED || state === PAUSED) return undefined;
    if (state === XRUN && this.#isWrong('xrun-deaf')) return undefined;
    return state === XRUN ? 'EPIPE' : state === SUSPENDED ? 'ESTRPIPE' : 'EBADFD';
  }

  #drainPlayback(nowNs: number): Errno {
    if (this.#state === XRUN) return this.#to(SETUP);
    if (this.#isWrong('drain-early')) return this.drop(nowNs);
    if (this.#state === RUNNING) return this.#to(DRAINING);
    if (this.#state !== PREPARED) return undefined;
    if (this.#empty) return this.#to(SETUP);
    this.#engine.start(nowNs);
    this.#engine.silenceUnused();
    return this.#to(DRAINING);
  }

  #isWrong(what: Wrong): boolean {
    return this.#nature.wrong.includes(what);
  }

  #to(state: number): undefined {
    this.#memory.state = state;
    this.#memory.wakeAll();
  }

  get #state(): number {
    return this.#memory.state;
  }

  /** `snd_pcm_running`: its pointer moves. */
  get #flows(): boolean {
    return this.#state === RUNNING || (this.#state === DRAINING && this.#playback);
  }

  get #gone(): boolean {
    return this.#state === DISCONNECTED;
  }

  get #playback(): boolean {
    return this.#geometry.direction === 'playback';
  }

  get #empty(): boolean {
    return this.#engine.avail() >= BigInt(this.#geometry.bufferSize);
  }
}

/** Whole seconds, and nanoseconds below one. */
function parts(ns: number): [sec: bigint, nsec: bigint] {
  return [BigInt(Math.floor(ns / 1e9)), BigInt(Math.floor(ns % 1e9))];
}
