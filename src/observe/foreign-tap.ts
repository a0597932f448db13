import { MIN_PROC_INTERVAL_MS } from './foreign-stream.js';
import { RingTap, type TapPointers, type TapSink } from './ring-tap.js';
import { readParams } from './sound-tree.js';
import type { TapSource } from './tap-source.js';

/** Why a tap has ended: the owner closed the stream, or set other parameters. */
export type TapEnd = 'closed' | 'changed';

/** Copies the samples of a stream that another process has open, out of its ring. */
export class ForeignTap {
  readonly #source: TapSource;
  readonly #tap: RingTap;
  readonly #params: string;
  #checkedMs = Number.NEGATIVE_INFINITY;

  constructor(source: TapSource, sink: TapSink) {
    const { stream, ring, pages } = source;
    this.#source = source;
    this.#params = JSON.stringify(stream.hwParams);
    const readPointers = (): TapPointers | undefined => {
      const values = pages.read();
      if ('errno' in values) return undefined;
      return { ...values, applPtr: values.control?.applPtr ?? 0 };
    };
    const geometry = {
      ...ring,
      direction: stream.direction,
      frameBytes: ring.format.bytes * ring.channels,
    };
    this.#tap = new RingTap(geometry, readPointers, ring.copy, sink);
  }

  /** Delivers what is new to the sink. */
  cycle(nowMs = performance.now()): TapPointers | TapEnd {
    const { stream, procRoot } = this.#source;
    if (nowMs - this.#checkedMs >= MIN_PROC_INTERVAL_MS) {
      this.#checkedMs = nowMs;
      const params = readParams(stream, procRoot);
      if (params === undefined) return this.#end('closed');
      if (JSON.stringify(params.hwParams) !== this.#params) return this.#end('changed');
    }
    return this.#tap.cycle() ?? this.#end('closed');
  }

  #end(end: TapEnd): TapEnd {
    this.#tap.finish();
    return end;
  }
}
