import type { WavReader } from '../../audio/wav-reader.js';
import { deviceError } from '../../device/errors.js';
import { ForeignTap, type TapEnd } from '../../observe/foreign-tap.js';
import type { KernelMemory } from '../../observe/kernel-memory.js';
import type { Unreadable } from '../../observe/owner-access.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import { findTapSource, type TapSource, type TapSources } from '../../observe/tap-source.js';
import { FrameFifo } from '../../stream/frame-fifo.js';
import { LossLog, LossReader } from '../../stream/loss-log.js';
import { StreamCounters } from '../../stream/stream-counters.js';
import { foreignIdentity } from '../foreign/identity.js';
import { unreadableError } from '../foreign/unreadable-error.js';
import type { OutputValues, StreamValues } from '../options/common.js';
import { BROKEN_PIPE_EXIT, type SignalWatch, watchSignals } from '../signals.js';
import { StreamDisplay } from '../stream/display.js';
import type { RecordTarget } from '../stream/record-target.js';
import { flushPending } from '../stream/service-loop.js';
import { verdictText } from './comparison.js';
import { FifoSink } from './fifo-sink.js';
import { tapLines, tapMembers } from './head.js';
import { TapClient } from './tap-client.js';

/** Time for which the file may stall without a loss. */
const FIFO_SECONDS = 4;
const SERVICE_INTERVAL_MS = 100;
const MIN_CYCLE_MS = 1;
const MAX_CYCLE_MS = 20;

type TapValues = OutputValues & Pick<StreamValues, 'duration' | 'failOn'>;

/**
 * Finds the memory of a stream.
 * @param kernel memory of the kernel; if it is not readable, the owner's is tried
 * @throws PERMISSION or UNSUPPORTED with the reason if none is readable
 */
export function openSource(
  stream: OpenStream,
  sources?: Omit<TapSources, 'kernel'>,
  kernel?: KernelMemory | Unreadable,
): TapSource {
  const refusal = kernel !== undefined && 'errno' in kernel ? kernel : undefined;
  const memory = kernel === undefined || 'errno' in kernel ? undefined : kernel;
  const source = findTapSource(stream, { ...sources, kernel: memory });
  if (!('errno' in source)) return source;
  throw unreadableError(stream.name, 'its samples cannot be copied', refusal ?? source);
}

/**
 * Copies a stream of another process into a file, until its owner ends it, the duration is over or
 * a signal comes; finishes the file in every case.
 * @param compareWith source with which the file is compared at the end
 * @returns the exit code
 * @throws LIMITS if the file differs from the source, XRUN with `--fail-on`
 */
export async function runTap(
  source: TapSource,
  values: TapValues,
  target: RecordTarget,
  compareWith?: WavReader,
): Promise<number> {
  const { stream } = source;
  const client = new TapClient(target, values.json || !values.quiet, stream, compareWith);
  const run = new TapRun(source, values, client);
  const signals = watchSignals(() => client.close());
  const beginNewFile = () => client.beginNewFile();
  process.on('SIGUSR1', beginNewFile);
  try {
    await run.copy(signals);
  } finally {
    run.close();
    signals.close();
    process.off('SIGUSR1', beginNewFile);
  }
  if (signals.exitCode !== undefined) return signals.exitCode;
  if (client.readerClosed) return BROKEN_PIPE_EXIT;
  if (values.failOn === 'xrun') run.throwIfLost();
  const { comparison } = client;
  if (comparison !== undefined && comparison.verdict !== 'identical') {
    const reason = `not the source bit for bit: ${verdictText(comparison)}`;
    throw deviceError('LIMITS', stream.name, reason);
  }
  return 0;
}

/** A tap with its FIFO, its file and its display. */
class TapRun {
  readonly #source: TapSource;
  readonly #client: TapClient;
  readonly #display: StreamDisplay;
  readonly #counters = new StreamCounters();
  readonly #losses = new LossLog();
  readonly #unshown = new LossReader(this.#losses.buffer);
  readonly #fifo: FrameFifo;
  readonly #sink: FifoSink;
  #isOpen = false;

  constructor(source: TapSource, values: TapValues, client: TapClient) {
    const { stream, ring } = source;
    const { direction } = stream;
    const { rateHz, bufferSize, format, channels } = ring;
    this.#source = source;
    this.#client = client;
    this.#display = new StreamDisplay('tap', client, values);
    const capacity = Math.max(FIFO_SECONDS * rateHz, 2 * bufferSize);
    this.#fifo = FrameFifo.allocate(capacity, format.bytes * channels);
    const totalFrames = Math.round((values.duration ?? Number.POSITIVE_INFINITY) * rateHz);
    this.#sink = new FifoSink(
      { direction, bufferSize },
      this.#fifo,
      this.#counters,
      this.#losses,
      totalFrames,
    );
    const fifo = this.#fifo.buffer;
    client.open({
      identity: foreignIdentity(stream),
      params: ring,
      fifo,
      losses: this.#losses.buffer,
    });
    this.#isOpen = true;
    this.#display.showHead(
      { direction, rateHz, bufferSize },
      tapMembers(stream),
      tapLines(stream, client.subject, values),
    );
  }

  /** Copies until the end. */
  async copy(signals: SignalWatch): Promise<void> {
    const { abortSignal: signal } = signals;
    const tap = new ForeignTap(this.#source, this.#sink);
    this.#counters.active = true;
    let servicedMs = performance.now();
    while (!signal.aborted && !this.#sink.isDone && !this.#client.readerClosed) {
      this.#client.end = this.#cycle(tap);
      if (this.#client.end !== undefined) break;
      if (performance.now() - servicedMs >= SERVICE_INTERVAL_MS) {
        this.#service();
        servicedMs = performance.now();
      }
      await signals.sleep(this.#cycleMs);
    }
    this.#service();
    await flushPending(this.#client, signal);
  }

  /** Finishes the file and prints the totals; throws what the client could not write. */
  close(): void {
    if (!this.#isOpen) return;
    const summary = this.#client.close();
    this.#display.showNotices();
    if (!this.#client.readerClosed) this.#display.showTotals(this.#counters, summary);
    this.#display.end();
    if (summary.failure !== undefined) throw summary.failure;
  }

  /** @throws XRUN if frames are missing, or the owner had an xrun */
  throwIfLost(): void {
    const [xruns, lost] = [this.#counters.get('xruns'), this.#counters.get('fifoLostFrames')];
    if (xruns === 0 && lost === 0) return;
    const reason = `${xruns} xruns of the owner; ${lost} frames were not copied`;
    throw deviceError('XRUN', this.#source.stream.name, reason);
  }

  #cycle(tap: ForeignTap): TapEnd | undefined {
    this.#sink.beginCycle();
    const pointers = tap.cycle();
    if (typeof pointers === 'string') return pointers;
    this.#sink.endCycle(pointers);
    return undefined;
  }

  #service(): void {
    for (const loss of this.#unshown) this.#display.showLoss(loss);
    this.#client.service();
    this.#display.showNotices();
    this.#display.showProgress(this.#counters);
  }

  /** A quarter of a period: an owner fills the ring at least a period ahead. */
  get #cycleMs(): number {
    const { periodSize, rateHz } = this.#source.ring;
    return Math.min(MAX_CYCLE_MS, Math.max(MIN_CYCLE_MS, (250 * periodSize) / rateHz));
  }
}
