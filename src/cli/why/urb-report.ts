import { wrapLine } from '../../report/text-rows.js';
import {
  countUrbs,
  describeUrb,
  type Urb,
  type UrbCounts,
  urbProblem,
} from '../../why/model/urbs.js';
import { documentHead } from '../document-head.js';
import { type OutputValues, outputMode } from '../options/common.js';
import { jsonLine } from '../text/printable.js';
import { writeOutput } from '../text/terminal-output.js';
import { formatClock, urbsRow } from './text.js';

/** Reports the USB transfers of a run: each that failed or was short, and their numbers. */
export class UrbReport {
  readonly #values: OutputValues;
  #counts: UrbCounts = { completed: 0, failed: 0, short: 0 };

  constructor(values: OutputValues) {
    this.#values = values;
  }

  /** Counts a transfer; one that failed or was short is printed. */
  add(urb: Urb): void {
    this.#counts = addCounts(this.#counts, countUrbs([urb]));
    if (urbProblem(urb) === undefined) return;
    const mode = outputMode(this.#values);
    if (mode === 'json') writeOutput(`${jsonLine(urbDocument(urb, this.#counts))}\n`);
    else if (mode === 'text') writeOutput(`${wrapLine(urbText(urb), 4).join('\n')}\n`);
  }

  /** Prints the numbers. */
  end(): void {
    if (outputMode(this.#values) !== 'text') return;
    writeOutput(`${urbsRow(this.#counts).join('  ')}\n`);
  }
}

function addCounts(one: UrbCounts, other: UrbCounts): UrbCounts {
  return {
    completed: one.completed + other.completed,
    failed: one.failed + other.failed,
    short: one.short + other.short,
  };
}

function urbText(urb: Urb): string {
  const { card, device, direction } = urb.substream;
  const stream = `hw:${card ?? '?'},${device ?? '?'}, ${direction ?? '?'}`;
  return `URB at ${formatClock(urb.ns)} on ${stream}: ${describeUrb(urb)}`;
}

/** The document of schema `alsa-mmap.urb/1`. */
function urbDocument(urb: Urb, counts: UrbCounts): object {
  const { ns, substream, status, packets, failedPackets, bytes, actualBytes } = urb;
  const { card, device, subdevice, direction } = substream;
  return {
    ...documentHead('urb'),
    stream: { card, device, subdevice, direction },
    ...{ ns, problem: urbProblem(urb), status, packets, failedPackets, bytes, actualBytes },
    counts,
  };
}
