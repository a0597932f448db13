import { Snapshot } from '../../dist/direct.js';
import { kernelStatus } from './kernel-status.js';

/** Columns of a row; times on CLOCK_MONOTONIC. The last one is set if the kernel was queried. */
export const COLUMNS = ['atNs', 'state', 'hwPtr', 'tstampNs', 'applPtr', 'availByKernel'];
/** Number of movements of hw_ptr between two queries. */
const ASK_EVERY = 6;

/** Writes down how the pages of a stream change, and which calls came in between. */
export class TraceLog {
  /** A call, and what was seen from it to the next. */
  stretches = [];
  #io;
  #kernelStatus;
  #snapshot = new Snapshot();
  #moves = 0;

  constructor(device, io) {
    this.#io = io;
    this.#kernelStatus = kernelStatus(device);
  }

  /** After a call. */
  called(call) {
    this.stretches.push({ call, rows: [] });
    this.look();
  }

  /** One look, kept where something has changed. */
  look() {
    const row = this.#row();
    const { rows } = this.stretches.at(-1);
    const last = rows.at(-1) ?? [];
    if (row.every((value, column) => column === 0 || value === last[column])) return;
    const moved = row[2] !== last[2];
    rows.push(row);
    if (moved && ++this.#moves % ASK_EVERY === 0) this.#ask(rows);
  }

  #row() {
    return this.#asRow(this.#io.snapshot(this.#snapshot));
  }

  #asRow({ state, hwPtr, applPtr, tstampSec, tstampNsec }) {
    const atNs = Number(process.hrtime.bigint());
    return [atNs, state, hwPtr, tstampSec * 1e9 + tstampNsec, applPtr];
  }

  #ask(rows) {
    const status = this.#kernelStatus();
    rows.push([...this.#asRow(status), status.avail]);
  }
}
