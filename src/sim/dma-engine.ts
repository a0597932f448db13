import { PcmState } from '../device/pcm-state.js';
import type { SimConfig } from './config.js';
import { faultAt, hwPtrError, nextFaultFrame, pausedUntilNs, wakeupLatencyNs } from './faults.js';
import { pointerTimestampNs } from './quirks.js';
import { SimRing } from './ring.js';
import type { StreamMemory } from './stream-memory.js';
import type { SimStreamParams } from './stream-params.js';
import { type SimConnections, SimWiring } from './wiring.js';

/**
 * DMA engine and interrupt of one stream. The DMA moves frames between ring and connections as its
 * clock runs. hw_ptr follows at each period interrupt, unless these are disabled, and on HWSYNC.
 * Kernel: `snd_pcm_update_hw_ptr0`, `snd_pcm_update_state`.
 *
 * Invariant: every method is called with the lock held.
 */
export class DmaEngine {
  readonly #memory: StreamMemory;
  readonly #streamParams: SimStreamParams;
  readonly #config: SimConfig;
  /** Keeps the other side of the cable from reading frames that are not played yet. */
  readonly #maxSliceFrames: number;
  readonly #epochNs: number;
  readonly #ring: SimRing;
  readonly #wiring: SimWiring;
  readonly #framesPerNs: number;

  constructor(
    memory: StreamMemory,
    streamParams: SimStreamParams,
    config: SimConfig,
    connections: SimConnections,
  ) {
    this.#memory = memory;
    this.#streamParams = streamParams;
    this.#config = config;
    const { cable, epochNs } = connections;
    this.#maxSliceFrames = Math.ceil((cable?.maxLagFrames ?? Number.POSITIVE_INFINITY) / 4);
    this.#epochNs = epochNs;
    const ring = new SimRing(streamParams, memory.buffers.rings);
    const ppm = config.ratePpm + (streamParams.direction === 'capture' ? config.capturePpm : 0);
    const framesPerNs = (streamParams.rateHz * config.speed * (1 + ppm / 1e6)) / 1e9;
    this.#wiring = new SimWiring(memory, ring, streamParams, config, connections, framesPerNs);
    this.#ring = ring;
    this.#framesPerNs = framesPerNs;
  }

  /** Maps frame 0 of the stream to a frame of the card: both sides count the same frames. */
  start(nowNs: number): void {
    const memory = this.#memory;
    const cardFrame = Math.floor((nowNs - this.#epochNs) * this.#framesPerNs);
    memory.startNs = this.#epochNs + cardFrame / this.#framesPerNs;
    memory.startFrames = memory.transferredFrames;
    memory.firstStartNs ||= memory.startNs;
    memory.triggerNs = nowNs;
    memory.nextPeriodFrame = this.#nextPeriodAfter(memory.transferredFrames);
    memory.wakeNs = Number.POSITIVE_INFINITY;
    memory.running = true;
    this.#wiring.prefetch(memory.transferredFrames);
  }

  /** After START with auto-silence: silences the frames that are not committed as well. */
  silenceUncommitted(): void {
    if (!this.#autoSilence) return;
    const { bufferSize } = this.#streamParams;
    const unused = Math.min(Number(this.avail()), bufferSize);
    this.#ring.silence(Number(this.#memory.applPtr % BigInt(bufferSize)), unused);
  }

  stop(nowNs: number): void {
    const memory = this.#memory;
    if (!memory.running) return;
    // Stops short of a fault that the clock has passed but no call has met yet.
    const position = Math.min(this.#positionAt(nowNs), this.#nextFaultPosition() - 1);
    this.#transfer(Math.max(memory.transferredFrames, position));
    memory.triggerNs = nowNs;
    memory.running = false;
  }

  /**
   * Time of the next event: an interrupt, a fault, or frames that are due on the cable. Infinity if
   * the stream does not run or its pointer has stalled.
   */
  nextEventNs(): number {
    const memory = this.#memory;
    const position = Math.min(
      memory.nextPeriodFrame,
      this.#nextFaultPosition(),
      memory.transferredFrames + this.#maxSliceFrames,
    );
    if (!memory.running) return pausedUntilNs(this.#config, memory);
    if (position > this.#stallPosition()) return memory.wakeNs;
    return Math.min(memory.wakeNs, this.#dueNs(position));
  }

  /** Runs the DMA up to now; at a period, updates hw_ptr and wakes the waiters. */
  tick(nowNs: number): void {
    const memory = this.#memory;
    if (pausedUntilNs(this.#config, memory) <= nowNs) memory.suspend(nowNs);
    if (!memory.running) return;
    const faultFrame = this.#nextFaultPosition();
    const position = this.#positionAt(nowNs);
    if (this.#streamParams.periodWakeup) this.#raiseInterrupts(position);
    else memory.nextPeriodFrame = this.#nextPeriodAfter(position);
    if (memory.running) this.#transfer(position);
    if (memory.transferredFrames === faultFrame) this.#applyFault(nowNs);
    if (memory.wakeNs > nowNs) return;
    memory.wakeNs = Number.POSITIVE_INFINITY;
    memory.wakeWaiters();
  }

  /** HWSYNC: updates hw_ptr to the position of the DMA, also between interrupts. */
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

  /** Time at which the DMA reaches a frame, plus 1 ns so that rounding cannot put it before. */
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

  /** Position of the next fault, in frames since PREPARE. */
  #nextFaultPosition(): number {
    const { framesBeforePrepare: before, transferredFrames } = this.#memory;
    return nextFaultFrame(this.#config, before + transferredFrames) - before;
  }

  /** Last position the pointer reaches, in frames since PREPARE. */
  #stallPosition(): number {
    return (this.#config.stall || Number.POSITIVE_INFINITY) - this.#memory.framesBeforePrepare;
  }

  /**
   * Applies the fault of the frame that the DMA has reached. The kernel updates no pointer first:
   * `snd_pcm_dev_disconnect`, `snd_pcm_suspend`, `__snd_pcm_xrun`.
   */
  #applyFault(nowNs: number): void {
    const memory = this.#memory;
    const fault = faultAt(this.#config, memory.framesBeforePrepare + memory.transferredFrames);
    // The interrupt of the same frame may have ended the stream.
    if (!memory.running && fault !== 'unplug') return;
    // As in the XRUN ioctl, which requires RUNNING: a draining stream ends normally.
    if (fault === 'xrun' && memory.state !== PcmState.RUNNING) return;
    memory.running = false;
    if (fault === 'unplug') memory.state = PcmState.DISCONNECTED;
    if (fault === 'suspend') memory.suspend(nowNs);
    if (fault === 'xrun') {
      this.#setTimestamp(memory.reportedFrames, this.#dueNs(memory.transferredFrames));
      memory.state = PcmState.XRUN;
    }
    memory.wakeWaiters();
  }

  /** Raises the interrupts up to a frame, each at its own time however late the clock is read. */
  #raiseInterrupts(position: number): void {
    const memory = this.#memory;
    const { periodSize } = this.#streamParams;
    while (memory.running && memory.nextPeriodFrame <= position) {
      const dueNs = this.#dueNs(memory.nextPeriodFrame);
      this.#transfer(memory.nextPeriodFrame);
      const frame = memory.framesBeforePrepare + memory.nextPeriodFrame;
      const count = Math.floor(frame / periodSize);
      memory.nextPeriodFrame += periodSize;
      if (count % 2 === 0 && this.#config.quirks.includes('interrupts-lost')) continue;
      this.#updateHwPtr(memory.transferredFrames, dueNs);
      // One wake-up covers all interrupts that are late; the end of a stream is reported at once.
      const lateNs = memory.running ? wakeupLatencyNs(this.#config, count) : 0;
      memory.wakeNs = Math.min(memory.wakeNs, dueNs + lateNs);
    }
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
      if (this.#autoSilence && moved > 0n) this.#silencePlayed(memory.reportedFrames, visible);
      memory.hwPtr = this.#wrapPointer(memory.hwPtr + moved);
      this.#setTimestamp(visible, nowNs);
      memory.reportedFrames = visible;
      memory.audioTimestampNs = (visible * 1e9) / this.#streamParams.rateHz;
    }
    this.#updateState(nowNs);
  }

  /** Sets the timestamp of an update of hw_ptr to `toFrames`. */
  #setTimestamp(toFrames: number, nowNs: number): void {
    const { reportedFrames: fromFrames, timestampNs: previousNs } = this.#memory;
    const update = { ...this.#streamParams, fromFrames, toFrames, nowNs, previousNs };
    this.#memory.timestampNs = pointerTimestampNs(this.#config.quirks, update);
  }

  #wrapPointer(frames: bigint): bigint {
    const { boundary, periodSize } = this.#streamParams;
    const wrapped = ((frames % boundary) + boundary) % boundary;
    const wrapsNow = frames >= boundary && wrapped < BigInt(periodSize);
    return wrapsNow && this.#config.quirks.includes('wrap-late') ? wrapped + boundary : wrapped;
  }

  get #autoSilence(): boolean {
    return this.#streamParams.autoSilence && !this.#config.quirks.includes('silence-missing');
  }

  /** Kernel: `snd_pcm_playback_silence` with silence_size = boundary. */
  #silencePlayed(from: number, to: number): void {
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

  /** Moves the frames up to `position` between ring and connections. */
  #transfer(position: number): void {
    this.#wiring.transfer(this.#memory.transferredFrames, position);
    this.#memory.transferredFrames = position;
  }
}
