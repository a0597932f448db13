import { PcmState } from '../device/pcm-state.js';
import type { CardMemory } from './card-memory.js';
import { faultAt, nextFaultFrame, pointerShift } from './faults.js';
import type { SimGeometry } from './geometry.js';
import type { SimNature } from './nature.js';
import { SimRing } from './ring.js';
import { wakeLateNs } from './wake-late.js';
import { type SimWorld, WorldSide } from './world-side.js';
import { stampOf } from './wrong-stamps.js';

/**
 * The hardware and the interrupt of one stream. The DMA moves frames between ring and world as its
 * clock runs; hw_ptr tells of it at each period, where the stream has period interrupts, and when
 * somebody asks (HWSYNC). Kernel: `snd_pcm_update_hw_ptr0`, `snd_pcm_update_state`.
 *
 * Every method is called with the lock held.
 */
export class DmaEngine {
  readonly #memory: CardMemory;
  readonly #geometry: SimGeometry;
  readonly #nature: SimNature;
  /** The other side of the cable must never have to hear what is not played yet. */
  readonly #sliceFrames: number;
  readonly #epochNs: number;
  readonly #ring: SimRing;
  readonly #side: WorldSide;
  readonly #framesPerNs: number;

  constructor(memory: CardMemory, geometry: SimGeometry, nature: SimNature, world: SimWorld) {
    this.#memory = memory;
    this.#geometry = geometry;
    this.#nature = nature;
    this.#sliceFrames = Math.ceil((world.cable?.slackFrames ?? Number.POSITIVE_INFINITY) / 4);
    this.#epochNs = world.epochNs;
    this.#ring = new SimRing(geometry, memory.buffers.rings);
    const ppm = nature.ratePpm + (geometry.direction === 'capture' ? nature.capturePpm : 0);
    this.#framesPerNs = (geometry.rateHz * nature.speed * (1 + ppm / 1e6)) / 1e9;
    this.#side = new WorldSide(memory, this.#ring, geometry, nature, world, this.#framesPerNs);
  }

  /** Both sides of a card count the same frames: a stream begins with one of the card's own. */
  start(nowNs: number): void {
    const memory = this.#memory;
    const cardFrame = Math.floor((nowNs - this.#epochNs) * this.#framesPerNs);
    memory.setStart(this.#epochNs + cardFrame / this.#framesPerNs, memory.transferred);
    memory.triggerNs = nowNs;
    memory.nextPeriod = this.#periodAfter(memory.transferred);
    memory.wakeNs = Number.POSITIVE_INFINITY;
    memory.running = true;
    this.#side.start(memory.transferred);
  }

  /** After START, where what was played is silenced: all that nothing was committed to, too. */
  silenceUnused(): void {
    if (!this.#silences) return;
    const { bufferSize } = this.#geometry;
    const unused = Math.min(Number(this.avail()), bufferSize);
    this.#ring.silence(Number(this.#memory.applPtr % BigInt(bufferSize)), unused);
  }

  stop(nowNs: number): void {
    const memory = this.#memory;
    if (!memory.running) return;
    // Short of a fault that the clock has passed but nobody has met: it is still to come.
    const position = Math.min(this.#positionAt(nowNs), this.#nextFault() - 1);
    this.#transfer(Math.max(memory.transferred, position));
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
      memory.nextPeriod,
      this.#nextFault(),
      memory.transferred + this.#sliceFrames,
    );
    if (!memory.running) return Number.POSITIVE_INFINITY;
    if (position > this.#end()) return memory.wakeNs;
    return Math.min(memory.wakeNs, this.#dueNs(position));
  }

  /** Lets the DMA do what it has done by now; at a period, tells of it and wakes who waits. */
  tick(nowNs: number): void {
    const memory = this.#memory;
    if (!memory.running) return;
    const faultFrame = this.#nextFault();
    const position = this.#positionAt(nowNs);
    if (this.#geometry.periodWakeup) this.#interrupt(position);
    else memory.nextPeriod = this.#periodAfter(position);
    if (memory.running) this.#transfer(position);
    if (memory.transferred === faultFrame) this.#fail(nowNs);
    if (memory.wakeNs <= nowNs) this.#wake();
  }

  /** What HWSYNC does: tells where the DMA is, between interrupts too. */
  hwsync(nowNs: number): void {
    this.tick(nowNs);
    if (!this.#memory.running) return;
    this.#tell(this.#memory.transferred, nowNs);
    this.#memory.wakeAll();
  }

  /** Frames the user can write or read, by the kernel's formula. */
  avail(): bigint {
    const { hwPtr, applPtr } = this.#memory;
    const { boundary, bufferSize, direction } = this.#geometry;
    const avail = hwPtr - applPtr + (direction === 'playback' ? BigInt(bufferSize) : 0n);
    return avail < 0n ? avail + boundary : avail >= boundary ? avail - boundary : avail;
  }

  /** When the DMA comes to a frame: one nanosecond on, so that rounding cannot put it before. */
  #dueNs(position: number): number {
    const { startNs, startFrames } = this.#memory;
    return Math.ceil(startNs + (position - startFrames) / this.#framesPerNs) + 1;
  }

  #positionAt(nowNs: number): number {
    const { startNs, startFrames, transferred } = this.#memory;
    const position = startFrames + Math.floor((nowNs - startNs) * this.#framesPerNs);
    return Math.max(transferred, Math.min(position, this.#nextFault(), this.#end()));
  }

  /** Where since PREPARE the next fault is. */
  #nextFault(): number {
    const { earlier, transferred } = this.#memory;
    return nextFaultFrame(this.#nature, earlier + transferred) - earlier;
  }

  /** How far since PREPARE the pointer goes at all. */
  #end(): number {
    return (this.#nature.stuck || Number.POSITIVE_INFINITY) - this.#memory.earlier;
  }

  /**
   * The fault of the frame that the DMA has come to. Kernel: `snd_pcm_dev_disconnect`,
   * `snd_pcm_suspend`, `__snd_pcm_xrun`; none of them looks at the pointer first.
   */
  #fail(nowNs: number): void {
    const memory = this.#memory;
    const fault = faultAt(this.#nature, memory.earlier + memory.transferred);
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
    memory.wakeAll();
  }

  /**
   * The interrupts up to a frame, each at its own time, however late the clock is seen: a stream that
   * one of them ends goes no further, and what was played is silenced before its ring comes round.
   */
  #interrupt(position: number): void {
    const memory = this.#memory;
    const { periodSize } = this.#geometry;
    for (; memory.running && memory.nextPeriod <= position; memory.nextPeriod += periodSize) {
      const dueNs = this.#dueNs(memory.nextPeriod);
      this.#transfer(memory.nextPeriod);
      this.#tell(memory.transferred, dueNs);
      // Who is late already is woken for both; who waits for the end of the stream is not kept waiting.
      const count = (memory.earlier + memory.nextPeriod) / periodSize;
      const lateNs = memory.running ? wakeLateNs(this.#nature, Math.floor(count)) : 0;
      memory.wakeNs = Math.min(memory.wakeNs, dueNs + lateNs);
    }
  }

  #wake(): void {
    this.#memory.wakeNs = Number.POSITIVE_INFINITY;
    this.#memory.wakeAll();
  }

  #periodAfter(position: number): number {
    const { periodSize } = this.#geometry;
    return (Math.floor(position / periodSize) + 1) * periodSize;
  }

  #tell(position: number, nowNs: number): void {
    const memory = this.#memory;
    const shift = pointerShift(this.#nature, memory.earlier, position);
    const visible = position - (position % this.#nature.step) + shift;
    const moved = BigInt(visible - memory.visible);
    if (moved !== 0n) {
      if (this.#silences && moved > 0n) this.#silencePlayed(memory.visible, visible);
      memory.hwPtr = this.#wrapped(memory.hwPtr + moved);
      memory.timestampNs = stampOf(this.#nature.wrong, {
        from: memory.visible,
        to: visible,
        nowNs,
        beforeNs: memory.timestampNs,
        periodSize: this.#geometry.periodSize,
      });
      memory.visible = visible;
      memory.audioTimestampNs = (visible * 1e9) / this.#geometry.rateHz;
    }
    this.#updateState(nowNs);
  }

  #wrapped(frames: bigint): bigint {
    const { boundary, periodSize } = this.#geometry;
    const wrapped = ((frames % boundary) + boundary) % boundary;
    const late = frames >= boundary && wrapped < BigInt(periodSize);
    return late && this.#nature.wrong.includes('boundary-late') ? wrapped + boundary : wrapped;
  }

  get #silences(): boolean {
    return this.#geometry.silencePlayed && !this.#nature.wrong.includes('silence-missing');
  }

  /** Kernel: `snd_pcm_playback_silence`, where silence_size is the boundary. */
  #silencePlayed(from: number, to: number): void {
    const { bufferSize } = this.#geometry;
    const frames = Math.min(to - from, bufferSize);
    this.#ring.silence((to - frames) % bufferSize, frames);
  }

  #updateState(nowNs: number): void {
    const memory = this.#memory;
    const { wrong } = this.#nature;
    const avail = this.avail();
    if (memory.state === PcmState.DRAINING) {
      if (avail < BigInt(this.#geometry.bufferSize) || wrong.includes('drain-never')) return;
      this.stop(nowNs);
      memory.state = PcmState.SETUP;
    } else if (memory.state === PcmState.RUNNING && avail >= this.#geometry.stopThreshold) {
      if (wrong.includes('xrun-never')) return;
      this.stop(nowNs);
      memory.state = PcmState.XRUN;
    }
  }

  /** Moves the frames up to `position` between ring and world, as they are in the ring now. */
  #transfer(position: number): void {
    const memory = this.#memory;
    this.#side.move(memory.transferred, position);
    memory.transferred = position;
  }
}
