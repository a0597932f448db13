import { Snapshot } from 'alsa-mmap/direct';
import { kernelStatus } from './kernel-status.js';

/** Columns of a row; times on CLOCK_MONOTONIC. The last one is set if the kernel was queried. */
export const COLUMNS = ['atNs', 'state', 'hwPtr', 'tstampNs', 'applPtr', 'availByKernel'];
/** Number of movements of hw_ptr between two queries. */
const QUERY_EVERY = 6;

/** Records the changes of a stream's pages, and the calls between them. */
export class TraceLog {
  /**
   * Calls, each with the rows recorded until the next one.
   * @type {{ call: string, rows: number[][] }[]}
   */
  stretches = [];
  #io;
  #kernelStatus;
  #snapshot = new Snapshot();
  #moves = 0;

  /**
   * @param {import('alsa-mmap').PcmDevice} device
   * @param {import('./scenarios.js').Io} io
   */
  constructor(device, io) {
    this.#io = io;
    this.#kernelStatus = kernelStatus(device);
  }

  /**
   * Records that a call was made.
   * @param {string} call
   */
  addCall(call) {
    this.stretches.push({ call, rows: [] });
    this.sample();
  }

  /** Reads the pages, and keeps the row if something has changed. */
  sample() {
    const row = this.#row();
    const rows = this.stretches.at(-1)?.rows ?? [];
    const last = rows.at(-1) ?? [];
    if (row.every((value, column) => column === 0 || value === last[column])) return;
    const moved = row[2] !== last[2];
    rows.push(row);
    if (moved && ++this.#moves % QUERY_EVERY === 0) this.#query(rows);
  }

  #row() {
    return this.#asRow(this.#io.snapshot(this.#snapshot));
  }

  /** @param {Pick<Snapshot, 'state' | 'hwPtr' | 'applPtr' | 'tstampSec' | 'tstampNsec'>} values */
  #asRow({ state, hwPtr, applPtr, tstampSec, tstampNsec }) {
    const atNs = Number(process.hrtime.bigint());
    return [atNs, state, hwPtr, tstampSec * 1e9 + tstampNsec, applPtr];
  }

  /** @param {number[][]} rows */
  #query(rows) {
    const status = this.#kernelStatus();
    rows.push([...this.#asRow(status), status.avail]);
  }
}
