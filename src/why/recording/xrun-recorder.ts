import type { Account } from '../account/account.js';
import { explainXruns } from '../account/explain-xruns.js';
import { type TraceModel, traceModel } from '../account/trace-model.js';
import type { Urb } from '../model/urbs.js';
import { parseTrace } from '../trace/parse-trace.js';
import { textFrom } from '../trace/text-from.js';
import type { EventOf } from '../trace/trace-event.js';
import type { LoggedEvents } from './event-log.js';

type Xrun = EventOf<'xrun'>;

/** Xruns of a recording with their accounts. */
export interface ExplainedXruns {
  readonly text: string;
  readonly model: TraceModel;
  readonly accounts: readonly Account[];
}

/** Result of a look at the recording. */
export interface Explained {
  /** Undefined if there was none. */
  readonly xruns: ExplainedXruns | undefined;
  /** Xruns that the recording does not have. */
  readonly missed: readonly Xrun[];
  readonly urbs: readonly Urb[];
  /** Number of events that the log could not record. */
  readonly lost: number;
}

/** Rings before an xrun that its account needs: the last one, and the periods before it. */
const RINGS = 3;
/** Wake-ups of many owners, and switches of a CPU that does little. */
const MIN_NS = 2e9;
/** Longest time between the two records of an xrun, that of the log and that of the recording. */
const SAME_NS = 20e6;

/** A recording that continues while it is read, and its log. */
export interface Recording {
  /** Returns the events of the log since the last call. */
  readLog(): LoggedEvents;
  /** Returns the recorded text since the last call. */
  take(): string;
  /** Returns comments about the threads in a text. */
  notes(text: string): readonly string[];
}

/** Explains the xruns of a recording. */
export class XrunRecorder {
  readonly #recording: Recording;
  /** Text that the account of the next xrun may need. */
  #kept = '';
  /** Xruns that the log had before the recording. */
  #early: readonly Xrun[] = [];

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /**
   * Explains the xruns since the last call. Without one, the recording is not read.
   * @param notes further comments that complete the recording
   */
  explain(notes: () => readonly string[]): Explained {
    const log = this.#recording.readLog();
    if (log.xruns.length + this.#early.length === 0)
      return { ...log, xruns: undefined, missed: [] };
    const recorded = this.#kept + this.#recording.take();
    // Xruns that came while it was read.
    const later = this.#recording.readLog();
    const wanted = [...this.#early, ...log.xruns, ...later.xruns];
    const text = [recorded, ...this.#recording.notes(recorded), ...notes()].join('\n');
    const latest = textFrom(text, accountNs(wanted[0]!));
    const model = /^[^#\n]/m.test(latest) ? traceModel(parseTrace(latest)) : undefined;
    const seen = new Set<Xrun>();
    const isWanted = (xrun: Xrun) => {
      const found = wanted.find((each) => !seen.has(each) && isSame(each, xrun));
      if (found !== undefined) seen.add(found);
      return found !== undefined;
    };
    const accounts = model === undefined ? [] : explainXruns(model, isWanted);
    const unseen = wanted.filter((xrun) => !seen.has(xrun));
    const missed = unseen.filter((xrun) => this.#early.includes(xrun));
    this.#early = unseen.filter((xrun) => !missed.includes(xrun));
    this.#kept = textFrom(recorded, accountNs(this.#early[0] ?? wanted.at(-1)!));
    return {
      xruns: model && { text, model, accounts },
      missed,
      urbs: [...log.urbs, ...later.urbs],
      lost: log.lost + later.lost,
    };
  }
}

/** Moment from which an account needs the recording. */
function accountNs({ ns, pcm: { bufferSize = 0, rateHz = 1 } }: Xrun): number {
  return ns - Math.max((RINGS * 1e9 * bufferSize) / rateHz, MIN_NS);
}

function isSame(one: Xrun, other: Xrun): boolean {
  const [{ pcm }, { pcm: recorded }] = [one, other];
  const isAtSame = pcm.hwPtr === recorded.hwPtr && pcm.applPtr === recorded.applPtr;
  return pcm.stream === recorded.stream && isAtSame && Math.abs(one.ns - other.ns) < SAME_NS;
}
