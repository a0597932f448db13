import { AlsaMmapError } from '../../src/device/errors.js';
import { kernelError } from '../../src/device/kernel-error.js';
import type { ChannelInfo } from '../../src/device/pcm-device.js';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { PaperDevice } from '../core/paper-device.js';
import { lastRow, type Row, type Stretch, type Trace } from './trace.js';

/** Duration of a call that does not wait. */
const CALL_NS = 10_000;

/**
 * Replays a real driver: state, hw_ptr and timestamps are those of the trace, appl_ptr and
 * avail_min belong to the caller. Time advances during a wait; a call that the recorded program
 * also made jumps to that call in the trace.
 */
export class TraceDevice extends PaperDevice {
  readonly trace: Trace;
  #stretch = 0;
  #next = 0;
  #nowNs = 0;
  /** Delay of the caller against the recorded program. */
  #lateNs = 0;

  constructor(trace: Trace) {
    super(trace.params, trace.pages);
    this.trace = trace;
    this.#show();
  }

  get nowNs(): number {
    return this.#nowNs;
  }

  get stretch(): Stretch {
    return this.trace.stretches[this.#stretch]!;
  }

  /** True in the last stretch. */
  get isLast(): boolean {
    return this.#stretch === this.trace.stretches.length - 1;
  }

  /** True when only a call leads to further rows. */
  get isAtEnd(): boolean {
    return this.#next === this.stretch.rows.length;
  }

  /** Advances to the next row; returns false if that needs a call. */
  step(): boolean {
    return this.#show();
  }

  override channelInfo(channel: number): ChannelInfo {
    return this.trace.channels[channel]!;
  }

  override wait(timeoutMs: number): number {
    const untilNs = this.#nowNs + Math.round(timeoutMs * 1e6);
    this.#nowNs += CALL_NS;
    for (;;) {
      const events = this.#events();
      if (events !== 0) return events;
      const next = this.stretch.rows[this.#next];
      if (next === undefined || next.atNs + this.#lateNs > untilNs) {
        this.#nowNs = untilNs;
        return 0;
      }
      this.#show();
    }
  }

  /** HWSYNC changes nothing: the trace has no rows between two snapshots. */
  override moveHardware(): void {
    if (this.state === PcmState.XRUN) throw kernelError('trace', 'SYNC_PTR', 'EPIPE');
  }

  override prepare(): void {
    this.#goTo('prepare');
    this.applPtr = 0n;
  }

  override start(): void {
    this.#goTo('start');
  }

  override drain(): void {
    this.#goTo('drain');
  }

  override drop(): void {
    this.#goTo('drop');
  }

  #goTo(call: Stretch['call']): void {
    const { stretches } = this.trace;
    const index = stretches.findIndex((stretch, at) => at > this.#stretch && stretch.call === call);
    if (index < 0) throw new AlsaMmapError('FAILED', `${this.trace.name} has no further ${call}`);
    this.#stretch = index;
    this.#next = 0;
    this.#lateNs = Math.max(0, this.#nowNs - this.stretch.rows[0]!.atNs);
    this.#show();
  }

  #show(): boolean {
    const row = this.stretch.rows[this.#next];
    if (row === undefined) return false;
    this.#next++;
    this.state = row.state;
    this.hwPtr = BigInt(row.hwPtr);
    this.tstampNs = BigInt(row.tstampNs === 0 ? 0 : row.tstampNs + this.#lateNs);
    this.#nowNs = Math.max(this.#nowNs, row.atNs + this.#lateNs);
    return true;
  }

  /** Returns the events of poll(2) (kernel: `snd_pcm_poll`). */
  #events(): number {
    const { direction, bufferSize } = this.params;
    const ready = direction === 'playback' ? PollFlag.OUT : PollFlag.IN;
    if (this.state === PcmState.DRAINING) return 0;
    if (this.state !== PcmState.RUNNING) return ready | PollFlag.ERR;
    const ahead = direction === 'playback' ? BigInt(bufferSize) : 0n;
    return this.hwPtr - this.applPtr + ahead >= this.availMin ? ready : 0;
  }
}

/** Returns the last row before the recorded program's last call. */
export function endOfRun({ stretches }: Trace): Row {
  return lastRow(stretches[stretches.length - 2]!);
}
