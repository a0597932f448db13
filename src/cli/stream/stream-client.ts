import type { ChalkInstance } from 'chalk';
import type { WavPosition } from '../../audio/wav-series.js';
import type { TextRow } from '../../report/text-rows.js';
import type { LossEvent } from '../../stream/loss.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { OpenedStream } from '../../stream/stream-thread.js';

/** Details that a command adds to the description of the open device. */
export interface OpenedDetail {
  /** Members of the JSON object. */
  readonly fields: object;
  /** Follows the subject. */
  readonly text: string;
}

/** Details that a command adds to the counters of its stream. */
export interface ProgressDetail {
  /** Members of the JSON object. */
  readonly fields: object;
  readonly text: string;
  /** Text for a terminal of the given width. */
  readonly render: (columns: number, paint: ChalkInstance) => string;
}

/** Frames that were captured, but are not in the files: a write failed. */
export interface Truncation {
  /** Frames of the stream in the files. */
  readonly atFrame: number;
  readonly position: WavPosition;
  /** Time of detection, on the wall clock and on CLOCK_MONOTONIC. */
  readonly wallMs: number;
  readonly monotonicNs: number;
  readonly lostFrames: number;
}

/** Event of a command's own. */
export interface Notice {
  /** `event` in JSON. */
  readonly event: string;
  /** Members of the JSON object. */
  readonly fields: object;
  readonly text: string;
  /** Also shown with --quiet. */
  readonly isProblem: boolean;
}

/** Summary that a command adds to the totals of the stream. */
export interface StreamSummary {
  readonly fields: object;
  readonly rows: readonly TextRow[];
  /** Frames that were captured but could not be written. */
  readonly truncation?: Truncation | undefined;
  /** Failure at the end, or outside the stream; it ends the program with its code. */
  readonly failure?: unknown;
}

/** A command's work outside the stream's thread. */
export interface StreamClient {
  /** Subject of the stream, such as the tone or the file. */
  readonly subject: string;
  /** Verb for the totals: `played`. */
  readonly verb: string;
  /** Explains `fifoLostFrames` in the totals. */
  readonly lossReason?: string;
  /** True if stdout carries the data, so that all messages go to stderr. */
  readonly writesToStdout?: boolean;
  /** True if the data goes into a pipe, whose reader may be slow. */
  readonly writesToPipe?: boolean;
  /** True if a pipe delivers the data, which is then read more often. */
  readonly readsFromPipe?: boolean;
  /** True if the pipe had data at the last service, and probably has more. */
  readonly expectsMore?: boolean;
  /** True if the reader of the output has closed it; the stream then ends in order. */
  readonly readerClosed?: boolean;
  /** Bytes still to be written after the end of the stream, if the reader is slow. */
  readonly pendingBytes?: number;
  /** Called once when the device is open; an error ends the stream. */
  open?(opened: OpenedStream, counters: StreamCounters): void;
  /** Returns details for the header and the event `opened`; called after `open`. */
  openedDetail?(): OpenedDetail;
  /** Moves data; called at least every second, and after the end until nothing is pending. */
  service?(): void;
  /** Returns the events since the last call; called after each service and after `close`. */
  takeNotices?(): readonly Notice[];
  /** Pauses or continues the stream; called at each press of the space key. */
  togglePause?(): void;
  /** Describes a loss in place of `lossText`. */
  lossText?(loss: LossEvent): string;
  /** Called at USR1. */
  beginNewFile?(): void;
  /** Called each time the progress is shown. */
  progressDetail?(): ProgressDetail;
  /** Called once after the last service, however the stream ended; again on a second Ctrl-C. */
  close(): StreamSummary;
}
