import type { WavReader } from '../../audio/wav-reader.js';
import type { WavSeries } from '../../audio/wav-series.js';
import type { TapEnd } from '../../observe/foreign-tap.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import type { LossEvent } from '../../stream/loss.js';
import { lossAmountText, positionText } from '../stream/loss-report.js';
import { RecordClient } from '../stream/record-client.js';
import type { RecordTarget } from '../stream/record-target.js';
import type { StreamSummary } from '../stream/stream-client.js';
import {
  compareFiles,
  comparisonDocument,
  comparisonRows,
  type FileComparison,
} from './comparison.js';

const ENDS: Record<TapEnd, string> = {
  closed: 'the owner closed the stream',
  changed: 'the owner set other parameters',
};

/** Writes tapped frames and their losses as a recording. */
export class TapClient extends RecordClient {
  override readonly verb = 'tapped';
  readonly lossReason = 'lost because they were not copied in time';
  /** Set when the owner ends the stream. */
  end: TapEnd | undefined;
  readonly #stream: OpenStream;
  readonly #source: WavReader | undefined;
  readonly #opened: readonly WavSeries[];
  #comparison: FileComparison | undefined;

  /** @param source file with which the tapped frames are compared at the end */
  constructor(
    target: RecordTarget,
    metered: boolean,
    stream: OpenStream,
    source: WavReader | undefined,
  ) {
    const opened: WavSeries[] = [];
    const open: RecordTarget['open'] = (params) => {
      const series = target.open(params);
      opened.push(series);
      return series;
    };
    super({ ...target, open }, metered);
    this.#opened = opened;
    this.#stream = stream;
    this.#source = source;
  }

  /** Set by `close` if there is a source. */
  get comparison(): FileComparison | undefined {
    return this.#comparison;
  }

  lossText(loss: LossEvent): string {
    const { direction, hwParams, name } = this.#stream;
    const position = positionText(loss, hwParams!);
    if (loss.kind === 'xrun') {
      const xrun = direction === 'playback' ? 'underrun' : 'overrun';
      return `${xrun} of the owner ${position}; "alsa-mmap why ${name}" finds its cause`;
    }
    const amount = lossAmountText(loss.lostFrames, 0);
    return `lapped ${position}: ${amount}; check the load of the machine, and the disk`;
  }

  override close(): StreamSummary {
    const { fields, rows, ...rest } = super.close();
    const { end } = this;
    const [series] = this.#opened;
    if (this.#source !== undefined && series !== undefined) {
      this.#comparison ??= compareFiles(series.firstPath, this.#source);
    }
    const comparison = this.#comparison;
    return {
      ...rest,
      fields: { ...fields, end, comparison: comparison && comparisonDocument(comparison) },
      rows: [
        ...rows,
        ...(end === undefined ? [] : [['ended', ENDS[end]] as const]),
        ...(comparison === undefined ? [] : comparisonRows(comparison)),
      ],
    };
  }
}
