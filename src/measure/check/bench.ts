import type { PcmParams, PcmRequest } from '../../device/params.js';
import type { PcmCapabilities, PcmDevice } from '../../device/pcm-device.js';
import type { MeasureTask, RawColumns } from '../plan.js';
import { Deadline } from './deadline.js';
import { CheckStream } from './stream.js';
import { POINTER_STALLED, refusalOf, type Verdict } from './verdict.js';
import { type Watched, watch, watchSeconds } from './watch.js';

/**
 * One rule that a driver, or the kernel on its behalf, must keep for programs that map its ring.
 */
export interface Check {
  /** Stable across versions: test results of drivers are compared by it. */
  readonly name: string;
  /** The rule, in one sentence. */
  readonly rule: string;
  readonly run: (bench: CheckBench) => Promise<Verdict>;
}

/** Opens the device for the checks and keeps each of them within its time limit. */
export class CheckBench {
  readonly deadline: Deadline;
  /** Parameters of the first opening, as the user requested them. */
  readonly params: PcmParams;
  readonly capabilities: PcmCapabilities;
  /** Raw samples of the watched stream; empty before it ran. */
  raw: RawColumns = {};
  readonly #task: MeasureTask;
  #watching: Promise<Watched> | undefined;

  constructor(task: MeasureTask, device: Pick<PcmDevice, 'params' | 'capabilities'>) {
    this.#task = task;
    this.deadline = new Deadline(task);
    this.params = device.params;
    this.capabilities = device.capabilities;
  }

  /** True if a check may suspend the devices of the machine. */
  get suspends(): boolean {
    return this.#task.settings.suspend === true;
  }

  get isPlayback(): boolean {
    return this.params.direction === 'playback';
  }

  /** Begins a check. The first one that needs the watched stream has to wait for it. */
  begin(): void {
    this.deadline.begin(this.#watching === undefined ? watchSeconds(this.#task.plan) : 0);
  }

  /** Opens the device with `change` applied to the user's request, for the duration of `work`. */
  async withStream<T>(
    change: Partial<PcmRequest>,
    work: (stream: CheckStream) => T | Promise<T>,
  ): Promise<T> {
    this.deadline.throwIfOver();
    const device = await this.#task.open(change);
    try {
      return await work(new CheckStream(this.deadline, device, this.#task.mmap));
    } finally {
      device.close();
    }
  }

  /** Judges a stream that is not started yet; skipped if hw_ptr never moves on this device. */
  async onPrepared(
    change: Partial<PcmRequest>,
    judge: (stream: CheckStream) => Verdict,
  ): Promise<Verdict> {
    if (!(await this.pointerMoves())) return POINTER_STALLED;
    return this.withStream(change, judge);
  }

  /**
   * Judges a running stream whose hw_ptr has moved; skipped if it never does.
   * @param frames silence to prime it with; default: a full ring
   */
  onRunning(
    change: Partial<PcmRequest>,
    judge: (stream: CheckStream) => Verdict,
    frames?: (params: PcmParams) => number,
  ): Promise<Verdict> {
    return this.onPrepared(change, (stream) =>
      stream.startMoving(frames?.(stream.params)) ? judge(stream) : POINTER_STALLED,
    );
  }

  /** Judges the record of a stream that ran for a while; skipped if its hw_ptr did not move. */
  async onWatched(judge: (watched: Watched) => Verdict): Promise<Verdict> {
    return (await this.pointerMoves()) ? judge(await this.watched()) : POINTER_STALLED;
  }

  /** Record of a stream that ran for a while, made once for all checks that use it. */
  watched(): Promise<Watched> {
    this.#watching ??= watch(this.#task, this.deadline).then((watched) => {
      this.raw = watched.rows;
      return watched;
    });
    return this.#watching;
  }

  /** False if hw_ptr stays within one period, or if the stream cannot be watched at all. */
  async pointerMoves(): Promise<boolean> {
    try {
      const { rows, params } = await this.watched();
      return (rows.frame[rows.frame.length - 1] ?? 0) >= params.periodSize;
    } catch (error) {
      refusalOf(error);
      return false;
    }
  }
}
