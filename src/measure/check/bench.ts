import type { PcmCapabilities } from '../../device/capabilities.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmParams, PcmRequest } from '../../device/params.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { isGone } from '../gone.js';
import type { MeasureTask } from '../plan.js';
import { CheckStream } from './stream.js';
import { type Watched, watch, watchSeconds } from './watch.js';

/** Far more than any check takes on a driver that answers. */
const LIMIT_MS = 10_000;
const LOOK_MS = 0.5;

/** Thrown into a check that is to end because the whole is. */
export class StopAsked extends Error {}

/** Thrown into a check that takes too long. */
export class TimeLimit extends Error {
  constructor() {
    super(`it was not done within ${LIMIT_MS / 1000} s`);
  }
}

/** Where the checks are made: it opens the device for them, and keeps them within their time. */
export class CheckBench {
  readonly task: MeasureTask;
  /** As the device was when it was opened first, as its user asks for it. */
  readonly params: PcmParams;
  readonly offers: PcmCapabilities;
  #endNs = 0;
  #watched: Promise<Watched> | undefined;
  #raw: Watched['raw'] = {};

  constructor(
    task: MeasureTask,
    { params, capabilities }: Pick<PcmDevice, 'params' | 'capabilities'>,
  ) {
    this.task = task;
    this.params = params;
    this.offers = capabilities;
  }

  get playback(): boolean {
    return this.params.direction === 'playback';
  }

  /** A check begins. Whichever is the first to need it waits for the stream that is watched. */
  begin(): void {
    const watching = this.#watched === undefined ? watchSeconds(this.task.plan) : 0;
    this.#endNs = this.nowNs() + LIMIT_MS * 1e6 + watching * 1e9;
  }

  nowNs(): number {
    return this.task.time.nowNs();
  }

  /** @throws StopAsked, TimeLimit */
  sleepMs(durationMs: number): void {
    this.task.time.sleepMs(durationMs);
    this.goOn();
  }

  /** How long may still be waited, in milliseconds. */
  leftMs(wantedMs: number): number {
    return Math.max(0, Math.min(wantedMs, (this.#endNs - this.nowNs()) / 1e6));
  }

  /** @throws StopAsked, TimeLimit */
  goOn(): void {
    if (this.task.progress.stopAsked) throw new StopAsked();
    if (this.nowNs() >= this.#endNs) throw new TimeLimit();
  }

  /** Looks, again and again, until `done`; false where that has not come within the limit. */
  until(limitMs: number, done: () => boolean): boolean {
    const endNs = this.nowNs() + limitMs * 1e6;
    while (!done()) {
      if (this.nowNs() > endNs) return false;
      this.sleepMs(LOOK_MS);
    }
    return true;
  }

  /** Opens the device, changed like this, for as long as `work` lasts. */
  async on<T>(
    change: Partial<PcmRequest>,
    work: (stream: CheckStream) => T | Promise<T>,
  ): Promise<T> {
    this.goOn();
    const device = await this.task.open(change);
    try {
      return await work(new CheckStream(this, device));
    } finally {
      device.close();
    }
  }

  /** A stream that ran for a while: watched once, for all that have to know of it. */
  watched(): Promise<Watched> {
    this.#watched ??= watch(this).then((watched) => {
      this.#raw = watched.raw;
      return watched;
    });
    return this.#watched;
  }

  /** What was watched so far. */
  get raw(): Watched['raw'] {
    return this.#raw;
  }

  /** Whether the pointer of a running stream moves at all; why it cannot be watched is for one to tell. */
  async moves(): Promise<boolean> {
    try {
      const { rows, params } = await this.watched();
      return (rows.frame[rows.frame.length - 1] ?? 0) >= params.periodSize;
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || isGone(error)) throw error;
      return false;
    }
  }
}
