import type { ChalkInstance } from 'chalk';
import type { WavPosition } from '../../audio/wav-series.js';
import type { OpenedMessage } from '../../stream/stream-thread.js';
import type { Row } from '../text/rows.js';

/** What a command has to say beside the figures of its stream. */
export interface ProgressDetail {
  /** As members of the JSON object. */
  readonly fields: object;
  readonly text: string;
  /** For a terminal, in so many columns. */
  readonly render: (columns: number, paint: ChalkInstance) => string;
}

/** Frames that were captured, but are not in the files: a write failed. */
export interface Truncation {
  /** Frames of the stream in the files. */
  readonly atFrame: number;
  readonly position: WavPosition;
  /** When it was found, on the wall and on CLOCK_MONOTONIC. */
  readonly wallMs: number;
  readonly monotonicNs: number;
  readonly lostFrames: number;
}

/** What a command says of the whole stream. */
export interface StreamSummary {
  readonly fields: object;
  readonly rows: readonly Row[];
  /** What was captured, but could not be written. */
  readonly truncation?: Truncation | undefined;
  /** What went wrong at the end, or beside the stream: it ends the program with its code. */
  readonly failure?: unknown;
}

/** What a command does beside the stream, in the main thread. */
export interface StreamClient {
  /** What the stream is about, such as the tone or the file. */
  readonly subject: string;
  /** What was done with the frames: `played`. */
  readonly verb: string;
  /** Its work goes to stdout, so that all talk has to go to stderr. */
  readonly writesToStdout?: boolean;
  /** Nobody takes its work any more: the stream is to end in order, as with a closed pipe. */
  readonly readerClosed?: boolean;
  /** What it has still to do when the stream is over, where somebody else is slow to take it. */
  readonly pendingBytes?: number;
  /** Once, when the device is open; what it throws ends the stream. */
  open(opened: OpenedMessage): void;
  /** Every second or more often, and after the end until nothing waits: does its work. */
  service(): void;
  /** Each time the figures are shown. */
  progressDetail(): ProgressDetail;
  /** Once, after the last turn, however the stream ended. May be called again by a second Ctrl-C. */
  close(): StreamSummary;
}

export const NO_DETAIL: ProgressDetail = { fields: {}, text: '', render: () => '' };
