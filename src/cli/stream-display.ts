import { stateName } from '../device/state.js';
import type { StreamCounters } from '../stream/stream-counters.js';
import type { Opened } from '../stream/stream-thread.js';
import type { XrunEvent } from '../stream/xrun.js';
import type { Values } from './command.js';
import { painter, paintState } from './paint.js';
import { paramsDocument } from './status-document.js';

const TERMINAL_EVERY_MS = 100;
const LINE_EVERY_MS = 1000;

/**
 * What a running stream shows: on a terminal a line that is redrawn, elsewhere a line a second, both
 * on stderr; with --json an object a line on stdout (schema `alsa-mmap.stream/1`).
 */
export class StreamDisplay {
  readonly #command: string;
  readonly #json: boolean;
  readonly #quiet: boolean;
  readonly #terminal: boolean;
  readonly #paint;
  #opened: Opened | undefined;
  #shownMs = Number.NEGATIVE_INFINITY;
  #drawn = false;

  constructor(command: string, values: Values) {
    this.#command = command;
    this.#json = values['json'] === true;
    this.#quiet = values['quiet'] === true;
    this.#terminal = process.stderr.isTTY === true;
    this.#paint = painter(values, process.stderr);
  }

  opened(opened: Opened): void {
    this.#opened = opened;
    this.#shownMs = performance.now();
    const { identity, params, paths } = opened;
    if (this.#json) {
      this.#object('opened', { device: identity, params: paramsDocument(params), paths });
      return;
    }
    this.#line(
      `${this.#paint.bold(identity.name)}  ${params.format.name} ${params.channels} channels ` +
        `${params.rateHz} Hz, period ${params.periodSize} of ${params.bufferSize}; ` +
        `status by ${paths.status}, control by ${paths.control}`,
    );
  }

  progress(counters: StreamCounters, remark: () => string): void {
    const nowMs = performance.now();
    const everyMs = this.#terminal && !this.#json ? TERMINAL_EVERY_MS : LINE_EVERY_MS;
    if (nowMs - this.#shownMs < everyMs || !counters.active) return;
    this.#shownMs = nowMs;
    if (this.#json) {
      if (!this.#quiet) this.#object('progress', { ...figures(counters), remark: remark() });
      return;
    }
    const text =
      `${paintState(counters.get('state'), this.#paint)}  ${this.#seconds(counters)}  ` +
      `hw_ptr ${counters.get('hwPtr')}  appl_ptr ${counters.get('applPtr')}  ` +
      `avail ${counters.get('avail')}  xruns ${counters.get('xruns')}  ${remark()}`;
    if (this.#terminal && !this.#quiet) this.#redraw(text);
    else this.#line(text);
  }

  xrun({ atFrame, wallMs, lostFrames }: XrunEvent): void {
    const wallTime = new Date(wallMs).toISOString();
    if (this.#json) this.#object('xrun', { atFrame, wallTime, lostFrames });
    else this.#line(`xrun at frame ${atFrame}, ${wallTime}: ${lostFrames} frames lost`, true);
  }

  totals(counters: StreamCounters, extra: object): void {
    const all = { ...figures(counters), ...extra };
    if (this.#json) {
      this.#object('totals', all);
      return;
    }
    if (this.#quiet) return;
    if (this.#drawn) process.stderr.write('\n');
    const lost = counters.get('lostFrames') + counters.get('fifoLostFrames');
    const words = Object.entries(extra).map(([name, value]) => `${name} ${value}`);
    process.stdout.write(
      `${this.#command}: ${counters.get('frames')} frames, ${this.#seconds(counters)}, ` +
        `${counters.get('xruns')} xruns, ${lost} frames lost${words.map((word) => `; ${word}`).join('')}\n`,
    );
  }

  #seconds(counters: StreamCounters): string {
    const rateHz = this.#opened?.params.rateHz ?? 1;
    return `${(counters.get('frames') / rateHz).toFixed(2)} s`;
  }

  #object(event: string, members: object): void {
    const head = { schema: 'alsa-mmap.stream/1', command: this.#command, event };
    process.stdout.write(`${JSON.stringify({ ...head, ...members })}\n`);
  }

  /** @param always also with --quiet: it is no progress, it is bad news */
  #line(text: string, always = false): void {
    if (this.#quiet && !always) return;
    process.stderr.write(`${this.#drawn ? '\r\x1b[K' : ''}${text}\n`);
    this.#drawn = false;
  }

  #redraw(text: string): void {
    const width = (process.stderr.columns ?? 80) - 1;
    // A line that wraps could not be redrawn; colours make it seem longer than it is, so plain then.
    const fits = stripped(text).length <= width;
    process.stderr.write(`\r\x1b[K${fits ? text : stripped(text).slice(0, width)}`);
    this.#drawn = true;
  }
}

function figures(counters: StreamCounters): object {
  return {
    state: stateName(counters.get('state')),
    hwPtr: counters.get('hwPtr'),
    applPtr: counters.get('applPtr'),
    avail: counters.get('avail'),
    frames: counters.get('frames'),
    xruns: counters.get('xruns'),
    lostFrames: counters.get('lostFrames'),
    fifoLostFrames: counters.get('fifoLostFrames'),
  };
}

function stripped(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, '');
}
