import { wrapLine } from '../../report/text-rows.js';
import { documentHead } from '../document-head.js';
import { printable } from '../text/printable.js';
import type { OwnedStream } from './owned-stream.js';
import { formatClock } from './text.js';

/** Reason for which an xrun has no account. */
export const MISSED = 'unknown: the kernel had overwritten its events before they were read';

/** An xrun without an account, for people. */
export function missedText({ name, direction, owner }: OwnedStream, ns: number): string {
  const fault = direction === 'playback' ? 'underrun' : 'overrun';
  const by = printable(`${name}, ${direction} by ${owner.command} (${owner.pid})`);
  return [`${fault} noticed at ${formatClock(ns)} on ${by}`, `why: ${MISSED}`]
    .flatMap((line) => wrapLine(line, 5))
    .join('\n');
}

/** The document of schema `alsa-mmap.missed/1`. */
export function missedDocument(stream: OwnedStream, ns: number): object {
  const { name, card, device, subdevice, direction, owner } = stream;
  const { pid, tid, command } = owner;
  return {
    ...documentHead('missed'),
    stream: { name, card, device, subdevice, direction },
    owner: { pid, tid, command },
    noticedNs: ns,
    description: MISSED,
  };
}
