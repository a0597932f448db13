import type { ChalkInstance } from 'chalk';
import { detailLines } from './details.js';
import {
  filterStreams,
  SORT_ORDERS,
  type SortOrder,
  sortStreams,
  type TopStream,
} from './stream.js';
import { topTable } from './table.js';

const DETAIL_HELP = 'Enter: list  up/down: other stream  q: quit';
const ENTER = new Set(['\r', '\n']);
/** Up and down arrow, as CSI or SS3. */
const UP = new Set(['\x1b[A', '\x1bOA']);
const DOWN = new Set(['\x1b[B', '\x1bOB']);

/** Selection and order of the streams on the screen of `top`, changed by keys. */
export class TopView {
  #order: SortOrder;
  readonly #filter: string;
  #showsRunning = false;
  #showsDetails = false;
  /** Position of the stream whose details are shown, in the last list. */
  #position = 0;
  #selected: TopStream | undefined;

  constructor({
    sort,
    filter = '',
  }: { readonly sort: SortOrder; readonly filter?: string | undefined }) {
    this.#order = sort;
    this.#filter = filter;
  }

  /**
   * Handles a key: `s` selects the next order, `r` the running streams or all, Enter the details of
   * one stream or the list, the arrows up and down another stream.
   */
  press(key: string): void {
    if (key === 's') {
      const next = (SORT_ORDERS.indexOf(this.#order) + 1) % SORT_ORDERS.length;
      this.#order = SORT_ORDERS[next] ?? 'device';
    }
    if (key === 'r') this.#showsRunning = !this.#showsRunning;
    if (ENTER.has(key)) this.#showsDetails = !this.#showsDetails;
    const step = DOWN.has(key) ? 1 : UP.has(key) ? -1 : 0;
    if (step === 0) return;
    this.#position = Math.max(0, this.#position + step);
    this.#selected = undefined;
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
    if (this.#showsDetails) {
      return [title, paint.dim(DETAIL_HELP), '', ...this.#details(shown, columns, paint)];
    }
    const order = `s: sort (${this.#order})  r: ${this.#showsRunning ? 'all' : 'running only'}`;
    const help = `${order}  Enter: details  ${keys}  q: quit`;
    return [title, paint.dim(help.slice(0, columns)), '', ...topTable(shown, columns, paint)];
  }

  /** The selected stream, at its present position. */
  #details(shown: readonly TopStream[], columns: number, paint: ChalkInstance): string[] {
    const selected = this.#selected;
    const found = shown.findIndex(
      ({ name, direction }) => name === selected?.name && direction === selected.direction,
    );
    this.#position = Math.max(0, Math.min(found < 0 ? this.#position : found, shown.length - 1));
    const stream = shown[this.#position];
    this.#selected = stream;
    if (stream === undefined) return [];
    return [...topTable([stream], columns, paint), '', ...detailLines(stream, paint)];
  }
}
