import { PcmState } from '../device/pcm-state.js';
import type { SimConfig } from './config.js';
import { faultAt, hwPtrError, nextFaultFrame } from './faults.js';
import { pointerTimestampNs } from './quirk-timestamps.js';
import { SimRing } from './ring.js';
import type { StreamMemory } from './stream-memory.js';
import type { SimStreamParams } from './stream-params.js';
import { wakeupLatencyNs } from './wakeup-latency.js';
import { type SimConnections, SimWiring } from './wiring.js';

/**
 * The hardware and the interrupt of one stream. The DMA moves frames between ring and world as its
 * clock runs; hw_ptr tells of it at each period, where the stream has period interrupts, and when
 * somebody asks (HWSYNC). Kernel: `snd_pcm_update_hw_ptr0`, `snd_pcm_update_state`.
 *
 * Every method is called with the lock held.
 */
export class DmaEngine {
  readonly #memory: StreamMemory;
  readonly #streamParams: SimStreamParams;
  readonly #config: SimConfig;
  /** The other side of the cable must never have to hear what is not played yet. */
  readonly #maxSliceFrames: number;
  readonly #epochNs: number;
  readonly #ring: SimRing;
  readonly #wiring: SimWiring;
  readonly #framesPerNs: number;

  constructor(
    memory: StreamMemory,
    geometry: SimStreamParams,
    nature: SimConfig,
    world: SimConnections,
  ) {
    this.#memory = memory;
    this.#streamParams = geometry;
    this.#config = nature;
    this.#maxSliceFrames = Math.ceil((world.cable?.maxLagFrames ?? Number.POSITIVE_INFINITY) / 4);
    this.#epochNs = world.epochNs;
    this.#ring = new SimRing(geometry, memory.buffers.rings);
    const ppm = nature.ratePpm + (geometry.direction === 'capture' ? nature.capturePpm : 0);
    this.#framesPerNs = (geometry.rateHz * nature.speed * (1 + ppm / 1e6)) / 1e9;
    this.#wiring = new SimWiring(memory, this.#ring, geometry, nature, world, this.#framesPerNs);
  }

  /** Both sides of a card count the same frames: a stream begins with one of the card's own. */
  start(nowNs: number): void {
    const memory = this.#memory;
    const cardFrame = Math.floor((nowNs - this.#epochNs) * this.#framesPerNs);
    memory.setStart(this.#epochNs + cardFrame / this.#framesPerNs, memory.transferredFrames);
    memory.triggerNs = nowNs;
    memory.nextPeriodFrame = this.#nextPeriodAfter(memory.transferredFrames);
    memory.wakeNs = Number.POSITIVE_INFINITY;
    memory.running = true;
    this.#wiring.prefetch(memory.transferredFrames);
  }

  /** After START, where what was played is silenced: all that nothing was committed to, too. */
  silenceUncommitted(): void {
    if (!this.#autoSilence) return;
    const { bufferSize } = this.#streamParams;
    const unused = Math.min(Number(this.avail()), bufferSize);
    this.#ring.silence(Number(this.#memory.applPtr % BigInt(bufferSize)), unused);
  }

  stop(nowNs: number): void {
    const memory = this.#memory;
    if (!memory.running) return;
    // Short of a fault that the clock has passed but nobody has met: it is still to come.
    const position = Math.min(this.#positionAt(nowNs), this.#nextFaultPosition() - 1);
    this.#transfer(Math.max(memory.transferredFrames, position));
    memory.triggerNs = nowNs;
    memory.running = false;
  }

  /**
   * When the next thing happens by itself: an interrupt, a fault of the card, or that frames are due
   * on the cable. Never where the stream stands or its pointer is stuck.
   */
  nextEventNs(): number {
    const memory = this.#memory;
    const position = Math.min(
      memory.nextPeriodFrame,
      this.#nextFaultPosition(),
      memory.transferredFrames + this.#maxSliceFrames,
    );
    if (!memory.running) return Number.POSITIVE_INFINITY;
    if (position > this.#stallPosition()) return memory.wakeNs;
    return Math.min(memory.wakeNs, this.#dueNs(position));
  }

  /** Lets the DMA do what it has done by now; at a period, tells of it and wakes who waits. */
  tick(nowNs: number): void {
    const memory = this.#memory;
    if (!memory.running) return;
    const faultFrame = this.#nextFaultPosition();
    const position = this.#positionAt(nowNs);
    if (this.#streamParams.periodWakeup) this.#raiseInterrupts(position);
    else memory.nextPeriodFrame = this.#nextPeriodAfter(position);
    if (memory.running) this.#transfer(position);
    if (memory.transferredFrames === faultFrame) this.#applyFault(nowNs);
    if (memory.wakeNs <= nowNs) this.#wakeWaiters();
  }

  /** What HWSYNC does: tells where the DMA is, between interrupts too. */
  hwsync(nowNs: number): void {
    this.tick(nowNs);
    if (!this.#memory.running) return;
    this.#updateHwPtr(this.#memory.transferredFrames, nowNs);
    this.#memory.wakeWaiters();
  }

  /** Frames the user can write or read, by the kernel's formula. */
  avail(): bigint {
    const { hwPtr, applPtr } = this.#memory;
    const { boundary, bufferSize, direction } = this.#streamParams;
    const avail = hwPtr - applPtr + (direction === 'playback' ? BigInt(bufferSize) : 0n);
    return avail < 0n ? avail + boundary : avail >= boundary ? avail - boundary : avail;
  }

  /** When the DMA comes to a frame: one nanosecond on, so that rounding cannot put it before. */
  #dueNs(position: number): number {
    const { startNs, startFrames } = this.#memory;
    return Math.ceil(startNs + (position - startFrames) / this.#framesPerNs) + 1;
  }

  #positionAt(nowNs: number): number {
    const { startNs, startFrames, transferredFrames } = this.#memory;
    const position = startFrames + Math.floor((nowNs - startNs) * this.#framesPerNs);
    return Math.max(
      transferredFrames,
      Math.min(position, this.#nextFaultPosition(), this.#stallPosition()),
    );
  }

  /** Where since PREPARE the next fault is. */
  #nextFaultPosition(): number {
    const { framesBeforePrepare, transferredFrames } = this.#memory;
    return (
      nextFaultFrame(this.#config, framesBeforePrepare + transferredFrames) - framesBeforePrepare
    );
  }

  /** How far since PREPARE the pointer goes at all. */
  #stallPosition(): number {
    return (this.#config.stall || Number.POSITIVE_INFINITY) - this.#memory.framesBeforePrepare;
  }

  /**
   * The fault of the frame that the DMA has come to. Kernel: `snd_pcm_dev_disconnect`,
   * `snd_pcm_suspend`, `__snd_pcm_xrun`; none of them looks at the pointer first.
   */
  #applyFault(nowNs: number): void {
    const memory = this.#memory;
    const fault = faultAt(this.#config, memory.framesBeforePrepare + memory.transferredFrames);
    // The interrupt of the same frame may have ended the stream.
    if (!memory.running && fault !== 'unplug') return;
    // As the ioctl, which is refused elsewhere: a stream that drains comes to its end.
    if (fault === 'xrun' && memory.state !== PcmState.RUNNING) return;
    memory.running = false;
    if (fault === 'unplug') memory.state = PcmState.DISCONNECTED;
    if (fault === 'suspend') {
      memory.suspendNs = nowNs;
      memory.suspendedState = memory.state;
      memory.state = PcmState.SUSPENDED;
    }
    if (fault === 'xrun') {
      memory.timestampNs = nowNs;
      memory.state = PcmState.XRUN;
    }
    memory.wakeWaiters();
  }

  /**
   * The interrupts up to a frame, each at its own time, however late the clock is seen: a stream that
   * one of them ends goes no further, and what was played is silenced before its ring comes round.
   */
  #raiseInterrupts(position: number): void {
    const memory = this.#memory;
    const { periodSize } = this.#streamParams;
    for (
      ;
      memory.running && memory.nextPeriodFrame <= position;
      memory.nextPeriodFrame += periodSize
    ) {
      const dueNs = this.#dueNs(memory.nextPeriodFrame);
      this.#transfer(memory.nextPeriodFrame);
      this.#updateHwPtr(memory.transferredFrames, dueNs);
      // Who is late already is woken for both; who waits for the end of the stream is not kept waiting.
      const count = (memory.framesBeforePrepare + memory.nextPeriodFrame) / periodSize;
      const lateNs = memory.running ? wakeupLatencyNs(this.#config, Math.floor(count)) : 0;
      memory.wakeNs = Math.min(memory.wakeNs, dueNs + lateNs);
    }
  }

  #wakeWaiters(): void {
    this.#memory.wakeNs = Number.POSITIVE_INFINITY;
    this.#memory.wakeWaiters();
  }

  #nextPeriodAfter(position: number): number {
    const { periodSize } = this.#streamParams;
    return (Math.floor(position / periodSize) + 1) * periodSize;
  }

  #updateHwPtr(position: number, nowNs: number): void {
    const memory = this.#memory;
    const shift = hwPtrError(this.#config, memory.framesBeforePrepare, position);
    const visible = position - (position % this.#config.hwPtrStep) + shift;
    const moved = BigInt(visible - memory.reportedFrames);
    if (moved !== 0n) {
      if (this.#autoSilence && moved > 0n)
        this.#silencePlayedFrames(memory.reportedFrames, visible);
      memory.hwPtr = this.#wrapPointer(memory.hwPtr + moved);
      memory.timestampNs = pointerTimestampNs(this.#config.quirks, {
        fromFrames: memory.reportedFrames,
        toFrames: visible,
        nowNs,
        previousNs: memory.timestampNs,
        periodSize: this.#streamParams.periodSize,
      });
      memory.reportedFrames = visible;
      memory.audioTimestampNs = (visible * 1e9) / this.#streamParams.rateHz;
    }
    this.#updateState(nowNs);
  }

  #wrapPointer(frames: bigint): bigint {
    const { boundary, periodSize } = this.#streamParams;
    const wrapped = ((frames % boundary) + boundary) % boundary;
    const late = frames >= boundary && wrapped < BigInt(periodSize);
    return late && this.#config.quirks.includes('wrap-late') ? wrapped + boundary : wrapped;
  }

  get #autoSilence(): boolean {
    return this.#streamParams.autoSilence && !this.#config.quirks.includes('silence-missing');
  }

  /** Kernel: `snd_pcm_playback_silence`, where silence_size is the boundary. */
  #silencePlayedFrames(from: number, to: number): void {
    const { bufferSize } = this.#streamParams;
    const frames = Math.min(to - from, bufferSize);
    this.#ring.silence((to - frames) % bufferSize, frames);
  }

  #updateState(nowNs: number): void {
    const memory = this.#memory;
    const { quirks } = this.#config;
    const avail = this.avail();
    if (memory.state === PcmState.DRAINING) {
      if (avail < BigInt(this.#streamParams.bufferSize) || quirks.includes('drain-never')) return;
      this.stop(nowNs);
      memory.state = PcmState.SETUP;
    } else if (memory.state === PcmState.RUNNING && avail >= this.#streamParams.stopThreshold) {
      if (quirks.includes('xrun-never')) return;
      this.stop(nowNs);
      memory.state = PcmState.XRUN;
    }
  }

  /** Moves the frames up to `position` between ring and world, as they are in the ring now. */
  #transfer(position: number): void {
    const memory = this.#memory;
    this.#wiring.transfer(memory.transferredFrames, position);
    memory.transferredFrames = position;
  }
}
