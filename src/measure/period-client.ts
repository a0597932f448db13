import { mapStream } from '../core/map-stream.js';
import type { MmapIO, MmapOptions } from '../core/mmap-io.js';
import { Snapshot } from '../core/snapshot.js';
import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import { commitUnlessStopped, recover } from '../stream/recovery.js';
import { RestartLimit } from '../stream/restart-limit.js';
import type { MeasureTime } from './measure-time.js';

const WAIT_MS = 100;

/** Times of the parts of a cycle, on CLOCK_MONOTONIC, and the ring's fill then. */
export class ClientCycle {
  /** Kernel timestamp of the pointer that was used; 0 if the driver gives none. */
  stampNs = 0;
  /**
   * Time at which the wake-up was due: `stampNs`, or, if more than one period had passed, the end
   * of the first of them, by the frames since. NaN without timestamps.
   */
  dueNs = 0;
  /** Frames by which the hardware had passed the end of a period when the pointer was read. */
  passedFrames = 0;
  /** Return of poll(2), from `waitWithTimestamp`. */
  wokenNs = 0;
  /** End of the work and of the copy. */
  readyNs = 0;
  committedNs = 0;
  /** Frames committed: whole periods. */
  frames = 0;
  /**
   * Headroom just before the commit: frames left to play, or room left for captured frames, by the
   * pointer and the time since. Below 0 if the hardware was faster.
   */
  headroomFrames = 0;
}

/** State of a stream that was found stopped. */
export class ClientStop {
  state = 0;
  /** Frames committed since the client's first start. */
  atFrame = 0;
  /** Kernel timestamp of the last pointer; 0 if the driver gives none. */
  stampNs = 0;
  wokenNs = 0;
}

export interface ClientOptions extends MmapOptions {
  /** Time for which the client is busy in each cycle before it copies. */
  readonly workNs?: number | undefined;
  /** Called after each xrun with the moment at which the ring ran dry, and its length. */
  readonly onXrun?: ((ranDryNs: number, ringNs: number) => void) | undefined;
}

/**
 * A typical client: woken at each period, it copies the frames that are free or have arrived, and
 * commits them. An xrun stops it, as usual; it then begins again with a full ring, or an empty one.
 *
 * The device must be open with timestamps of CLOCK_MONOTONIC and an avail_min of one period.
 */
export class PeriodClient {
  readonly io: MmapIO;
  /** The last cycle; the same object each time. */
  readonly cycle = new ClientCycle();
  /** The last stop; the same object each time. */
  readonly stop = new ClientStop();
  xruns = 0;
  suspends = 0;
  readonly #device: PcmDevice;
  readonly #time: MeasureTime;
  readonly #playback: boolean;
  readonly #frameBytes: number;
  /** Source or destination of the copies, as large as the ring. */
  readonly #memory: Uint8Array;
  readonly #snapshot = new Snapshot();
  readonly #restarts: RestartLimit;
  readonly #workNs: number;
  readonly #onXrun: ClientOptions['onXrun'];
  readonly #wokenNs = new Float64Array(1);
  #frames = 0;

  constructor(device: PcmDevice, time: MeasureTime, options: ClientOptions = {}) {
    const { params } = device;
    this.#device = device;
    this.#time = time;
    this.#playback = params.direction === 'playback';
    this.#frameBytes = bytesPerFrame(params);
    this.#memory = new Uint8Array(params.bufferSize * this.#frameBytes);
    this.#restarts = new RestartLimit(device.identity.name);
    this.#workNs = options.workNs ?? 0;
    this.#onXrun = options.onXrun;
    this.io = mapStream(device, options);
    if (this.#playback) this.#takeSilence();
  }

  start(): void {
    if (this.#playback) {
      const frames = this.#move(this.io.bufferSize);
      this.io.commit(frames);
      this.#frames += frames;
    }
    this.#device.start();
  }

  /**
   * Waits for the next wake-up, up to 100 ms, and serves the ring.
   * @throws DISCONNECTED, XRUN if it stops right after each of many starts
   */
  next(): 'served' | 'nothing' | 'restarted' {
    const { cycle, io } = this;
    const { periodSize, rateHz } = this.#device.params;
    this.#device.waitWithTimestamp(WAIT_MS, this.#wokenNs.buffer);
    cycle.wokenNs = this.#wokenNs[0]!;
    const { state, avail, hwPtr, tstampSec, tstampNsec } = io.snapshot(this.#snapshot);
    if (state !== PcmState.RUNNING) return this.#restart(state);
    const periods = Math.floor(avail / periodSize);
    if (periods === 0) return 'nothing';
    cycle.stampNs = tstampSec * 1e9 + tstampNsec;
    const behindNs = periods === 1 ? 0 : ((avail - periodSize) * 1e9) / rateHz;
    cycle.dueNs = cycle.stampNs === 0 ? Number.NaN : cycle.stampNs - behindNs;
    cycle.passedFrames = hwPtr % periodSize;
    if (this.#workNs > 0) this.#work(cycle.wokenNs + this.#workNs);
    cycle.frames = this.#move(periods * periodSize);
    cycle.readyNs = this.#time.nowNs();
    if (commitUnlessStopped(io, cycle.frames) === 0) return 'nothing';
    cycle.committedNs = this.#time.nowNs();
    this.#frames += cycle.frames;
    const sinceNs = cycle.committedNs - (cycle.stampNs || cycle.wokenNs);
    cycle.headroomFrames = io.bufferSize - avail - (sinceNs * rateHz) / 1e9;
    this.#restarts.reset();
    return 'served';
  }

  close(): void {
    this.io.close();
  }

  #work(untilNs: number): void {
    while (this.#time.nowNs() < untilNs);
  }

  #restart(state: number): 'restarted' {
    const { stop } = this;
    stop.state = state;
    stop.atFrame = this.#frames;
    stop.stampNs = this.#snapshot.tstampSec * 1e9 + this.#snapshot.tstampNsec;
    stop.wokenNs = this.cycle.wokenNs;
    this.#restarts.countRestart();
    if (state === PcmState.SUSPENDED) this.suspends++;
    else this.#countXrun();
    if (recover(this.#device, this.io, state) === 'prepared') this.start();
    return 'restarted';
  }

  #countXrun(): void {
    const { bufferSize, rateHz } = this.#device.params;
    this.xruns++;
    this.#onXrun?.(this.stop.stampNs || this.stop.wokenNs, (1e9 * bufferSize) / rateHz);
  }

  /** Copies `frames` of the available frames. */
  #move(frames: number): number {
    let moved = 0;
    for (const region of this.io.dataPtr()) {
      const here = Math.min(region.frames, frames - moved);
      const byte = moved * this.#frameBytes;
      if (this.#playback) region.copyIn(this.#memory, byte, 0, here);
      else region.copyOut(this.#memory, byte, 0, here);
      moved += here;
    }
    return moved;
  }

  /** Takes the silence of the format from the ring; it is not 0 in every format. */
  #takeSilence(): void {
    const [ring] = this.io.dataPtr();
    ring.fillSilence();
    ring.copyOut(this.#memory);
  }
}
