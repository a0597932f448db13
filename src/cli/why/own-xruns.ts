import type { Worker } from 'node:worker_threads';
import type { ChalkInstance } from 'chalk';
import type { PcmParams } from '../../device/params.js';
import type { PcmIdentity } from '../../device/pcm-device.js';
import { startThread } from '../../device/start-thread.js';
import type { TextRow } from '../../report/text-rows.js';
import type { Account } from '../../why/account/account.js';
import { CausePublisher, type PublishedStream } from '../../why/recording/cause-publisher.js';
import type {
  OwnXrunsJob,
  OwnXrunsMessage,
  OwnXrunsRequest,
} from '../../why/recording/own-xruns-message.js';
import { removeOwnTrace } from '../../why/recording/trace-session.js';
import { describeLikely, type LikelyAccount } from '../../why/without-trace/likely-cause.js';
import type { Notice } from '../stream/stream-client.js';
import { printable } from '../text/printable.js';
import { accountDocument } from './document.js';
import { likelyFields, machineText, sharesText } from './likely.js';
import { MISSED } from './missed.js';
import { accountLines, explainedRow, formatClock } from './text.js';
import { warnUnpublished } from './unpublished.js';

/** Time for the account of an xrun shortly before the end; after a signal the program ends soon. */
const END_MS = 10_000;
const SIGNALLED_END_MS = 1000;

/** Explains the xruns of a stream of this process (`--why`). */
export class OwnXruns {
  /** Reason for which the kernel is not traced. */
  reason: string | undefined;
  readonly accounts: Account[] = [];
  /** Without a trace. */
  readonly likely: LikelyAccount[] = [];
  readonly #worker: Worker;
  readonly #ringNs: number;
  readonly #ended: Promise<void>;
  readonly #publisher: CausePublisher | undefined;

  /** @param show called with each account, and with the level of evidence before */
  constructor(
    opened: { readonly identity: PcmIdentity; readonly params: PcmParams; readonly tid: number },
    verbose: boolean,
    chalk: ChalkInstance,
    show: (notice: Notice) => void,
  ) {
    const { card, device, subdevice } = opened.identity;
    const { direction, bufferSize, rateHz } = opened.params;
    const stream = card < 0 ? undefined : { card, device, subdevice, direction };
    this.#publisher = stream && new CausePublisher();
    if (this.#publisher?.refusal !== undefined) warnUnpublished(this.#publisher.refusal);
    this.#ringNs = (1e9 * bufferSize) / rateHz;
    const job: OwnXrunsJob = { stream, tid: opened.tid, ringNs: this.#ringNs };
    const worker = startThread('why/recording/worker', 'the thread of --why', job);
    this.#worker = worker;
    this.#ended = new Promise((resolve) => {
      worker.on('exit', () => resolve());
      worker.on('error', ({ message }) => {
        this.reason = message;
        show(levelNotice(message));
      });
      worker.on('message', (message: OwnXrunsMessage) => {
        if (message.kind === 'ended') resolve();
        if (message.kind === 'refused') this.reason = message.reason;
        if (message.kind === 'accounts') this.accounts.push(...message.accounts);
        if (message.kind === 'likely') this.likely.push(message.account);
        if (stream !== undefined) this.#publish({ ...stream, ownerPid: process.pid }, message);
        for (const notice of noticesOf(message, verbose, chalk)) show(notice);
      });
    });
  }

  /**
   * Requests the likely cause of an xrun, if the kernel is not traced.
   * @param ringNs length of the ring; by default that of the opened ring
   */
  explain(ranDryNs: number, ringNs = this.#ringNs): void {
    this.#request({ kind: 'xrun', ranDryNs, ringNs });
  }

  /** Rows for the totals; none without a trace. */
  rows(xruns: number): TextRow[] {
    const isTraced = this.reason === undefined && xruns > 0;
    return isTraced ? [explainedRow(this.accounts, xruns)] : [];
  }

  /** Waits for the last account, and removes the recording. */
  async end(signal: AbortSignal): Promise<void> {
    this.#request({ kind: 'stop' });
    const limitMs = signal.aborted ? SIGNALLED_END_MS : END_MS;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), limitMs);
    });
    const isLate = (await Promise.race([this.#ended, limit])) === 'late';
    clearTimeout(timer);
    this.#publisher?.close();
    if (!isLate) return;
    await this.#worker.terminate();
    removeOwnTrace();
  }

  #publish(stream: PublishedStream, message: OwnXrunsMessage): void {
    if (message.kind === 'likely') this.#publisher?.publishLikely(stream, message.account);
    if (message.kind !== 'accounts') return;
    for (const account of message.accounts) this.#publisher?.publish(stream, account);
  }

  #request(request: OwnXrunsRequest): void {
    this.#worker.postMessage(request);
  }
}

function noticesOf(message: OwnXrunsMessage, verbose: boolean, chalk: ChalkInstance): Notice[] {
  if (message.kind === 'recording') return [levelNotice(undefined)];
  if (message.kind === 'refused') return [levelNotice(message.reason)];
  if (message.kind === 'ended') return [];
  if (message.kind === 'likely') return [likelyNotice(message.account)];
  if (message.kind === 'missed') return [missedNotice(message.ns)];
  return message.accounts.map((account) => ({
    event: 'account',
    fields: { account: accountDocument(account) },
    text: [
      ...(message.hasLostEvents ? ['events were lost: that time is called unknown'] : []),
      ...accountLines(account, verbose, chalk),
    ].join('\n'),
    isProblem: true,
  }));
}

function likelyNotice(account: LikelyAccount): Notice {
  const machine = machineText(account);
  return {
    event: 'likely-cause',
    fields: likelyFields(account),
    text: [
      `  why (likely): ${describeLikely(account)}`,
      ...(account.isSampled ? [`  the ring's length before it: ${sharesText(account)}`] : []),
      ...(machine === undefined ? [] : [`  the machine meanwhile: ${machine}`]),
    ].join('\n'),
    isProblem: true,
  };
}

function missedNotice(noticedNs: number): Notice {
  const text = `why: xrun noticed at ${formatClock(noticedNs)}: ${MISSED}`;
  return { event: 'missed-account', fields: { noticedNs }, text, isProblem: true };
}

/** @param reason why there is no trace */
function levelNotice(reason: string | undefined): Notice {
  const text =
    reason === undefined
      ? "why: each xrun is explained from the kernel's trace"
      : `why: likely causes only: ${printable(reason)}`;
  const fields = { level: reason === undefined ? 1 : 0, reason: reason ?? null };
  return { event: 'explaining', fields, text, isProblem: false };
}
