import type { TapEnd } from '../../observe/foreign-tap.js';
import type { OpenStream } from '../../observe/sound-tree.js';
import type { LossEvent } from '../../stream/loss.js';
import { lossAmountText, positionText } from '../stream/loss-report.js';
import { RecordClient } from '../stream/record-client.js';
import type { RecordTarget } from '../stream/record-target.js';
import type { StreamSummary } from '../stream/stream-client.js';

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

  constructor(target: RecordTarget, metered: boolean, stream: OpenStream) {
    super(target, metered);
    this.#stream = stream;
  }

  lossText(loss: LossEvent): string {
    const { direction, hwParams, name } = this.#stream;
    const position = positionText(loss, hwParams!);
    if (loss.cause === 'xrun') {
      const xrun = direction === 'playback' ? 'underrun' : 'overrun';
      return `${xrun} of the owner ${position}; "alsa-mmap why ${name}" finds its cause`;
    }
    const amount = lossAmountText(loss.lostFrames, 0);
    return `lapped ${position}: ${amount}; check the load of the machine, and the disk`;
  }

  override close(): StreamSummary {
    const { fields, rows, ...rest } = super.close();
    const { end } = this;
    return {
      ...rest,
      fields: { ...fields, end },
      rows: end === undefined ? rows : [...rows, ['ended', ENDS[end]]],
    };
  }
}
