import type { ChalkInstance } from 'chalk';
import {
  filterStreams,
  SORT_ORDERS,
  type SortOrder,
  sortStreams,
  type TopStream,
} from './stream.js';
import { topTable } from './table.js';

/** Selection and order of the streams on the screen of `top`, changed by keys. */
export class TopView {
  #order: SortOrder;
  readonly #filter: string;
  #showsRunning = false;

  constructor({
    sort,
    filter = '',
  }: { readonly sort: SortOrder; readonly filter?: string | undefined }) {
    this.#order = sort;
    this.#filter = filter;
  }

  /** Handles a key: `s` selects the next order, `r` the running streams or all. */
  press(key: string): void {
    if (key === 's') {
      const next = (SORT_ORDERS.indexOf(this.#order) + 1) % SORT_ORDERS.length;
      this.#order = SORT_ORDERS[next] ?? 'device';
    }
    if (key === 'r') this.#showsRunning = !this.#showsRunning;
  }

  /** Streams that are shown, in order. */
  select(streams: readonly TopStream[]): TopStream[] {
    const found = filterStreams(streams, this.#filter);
    const shown = this.#showsRunning ? found.filter(({ state }) => state === 'RUNNING') : found;
    return sortStreams(shown, this.#order);
  }

  /** Lines of the screen. */
  lines(
    streams: readonly TopStream[],
    { time, keys }: { readonly time: string; readonly keys: string },
    columns: number,
    paint: ChalkInstance,
  ): string[] {
    const shown = this.select(streams);
    const hidden = streams.length - shown.length;
    const title = `${shown.length} open streams${hidden > 0 ? `, ${hidden} hidden` : ''}  ${time}`;
    const order = `s: sort (${this.#order})  r: ${this.#showsRunning ? 'all' : 'running only'}`;
    const help = `${order}  ${keys}  q: quit`;
    return [title, paint.dim(help.slice(0, columns)), '', ...topTable(shown, columns, paint)];
  }
}
