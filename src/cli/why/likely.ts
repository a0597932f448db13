import type { LikelyAccount } from '../../why/likely-cause.js';
import { describeLikely, STATES } from '../../why/likely-cause.js';
import { documentHead } from '../document-head.js';
import { printable } from '../text/printable.js';
import type { OwnedStream } from './owned-stream.js';
import { formatClock } from './text.js';

/** A likely cause as members of a JSON object. */
export function likelyFields(account: LikelyAccount): object {
  const { kind, fromNs, toNs, parts } = account;
  return { kind, fromNs, toNs, parts, description: describeLikely(account) };
}

/** The states of the owner in the time before an xrun: `93 % asleep, 7 % running`. */
export function sharesText({ parts }: LikelyAccount): string {
  return parts
    .map(({ kind, share }) => `${(100 * share).toFixed(0)} % ${STATES[kind] ?? kind}`)
    .join(', ');
}

/** The document of schema `alsa-mmap.likely/1`. */
export function likelyDocument(stream: OwnedStream, account: LikelyAccount): object {
  const { name, card, device, subdevice, direction, owner } = stream;
  const { pid, tid, command } = owner;
  return {
    ...documentHead('likely'),
    stream: { name, card, device, subdevice, direction },
    owner: { pid, tid, command },
    ...likelyFields(account),
  };
}

/** A likely cause for people, in three lines. */
export function likelyText(stream: OwnedStream, account: LikelyAccount): string {
  const { name, direction, owner } = stream;
  const fault = direction === 'playback' ? 'underrun' : 'overrun';
  const by = printable(`${name}, ${direction} by ${owner.command} (${owner.pid})`);
  return [
    `${fault} at ${formatClock(account.toNs)} on ${by}`,
    `  the ring's length before it: ${account.isSampled ? sharesText(account) : 'not sampled'}`,
    `why: likely: ${describeLikely(account)}`,
  ].join('\n');
}
