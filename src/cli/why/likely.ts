import { wrapLine } from '../../report/text-rows.js';
import type { Commit } from '../../why/account/account.js';
import type { LikelyAccount } from '../../why/without-trace/likely-cause.js';
import { describeLikely, STATES } from '../../why/without-trace/likely-cause.js';
import { documentHead } from '../document-head.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { FoundXrun } from './live-without-trace.js';
import type { OwnedStream } from './owned-stream.js';
import { formatClock } from './text.js';

/** A likely cause as members of a JSON object. */
export function likelyFields(account: LikelyAccount): object {
  const { kind, fromNs, toNs, parts, interrupts, pressure, idle } = account;
  const description = describeLikely(account);
  return { kind, fromNs, toNs, parts, interrupts, pressure, idle, description };
}

/** The states of the owner in the time before an xrun: `93 % asleep, 7 % running`. */
export function sharesText({ parts }: LikelyAccount): string {
  return parts
    .map(({ kind, share }) => `${(100 * share).toFixed(0)} % ${STATES[kind] ?? kind}`)
    .join(', ');
}

/** The machine in that time: `0 interrupts of the card; tasks waited for a CPU 80 %, ...`. */
export function machineText({ interrupts, pressure, idle }: LikelyAccount): string | undefined {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const facts = [
    ...(interrupts === undefined ? [] : [`${interrupts} interrupts of the card or its bus`]),
    ...(pressure === undefined
      ? []
      : [
          `tasks waited for a CPU ${percent(pressure.cpu)}, a disk ${percent(pressure.io)}, ` +
            `memory ${percent(pressure.memory)}`,
        ]),
    ...(idle === undefined
      ? []
      : [
          `CPU ${idle.cpu} was in the idle state ${printable(idle.state)} for ` +
            `${percent(idle.share)} and takes ${formatDuration(idle.exitNs)} to leave it`,
        ]),
  ];
  return facts.length === 0 ? undefined : facts.join('; ');
}

/** The document of schema `alsa-mmap.likely/1`. */
export function likelyDocument(
  stream: OwnedStream,
  account: LikelyAccount,
  { noticedNs, commits }: FoundXrun,
): object {
  const { name, card, device, subdevice, direction, owner } = stream;
  const { pid, tid, command } = owner;
  return {
    ...documentHead('likely'),
    stream: { name, card, device, subdevice, direction },
    owner: { pid, tid, command },
    noticedNs,
    commits,
    ...likelyFields(account),
  };
}

function commitText({ frames, ns, fillFrames }: Commit): string {
  return `${frames} frames by ${formatClock(ns)}, fill ${fillFrames}`;
}

/** A likely cause for people. */
export function likelyText(
  stream: OwnedStream,
  account: LikelyAccount,
  { ranDryNs, noticedNs, commits }: FoundXrun,
): string {
  const { name, direction, owner } = stream;
  const fault = direction === 'playback' ? 'underrun' : 'overrun';
  const by = printable(`${name}, ${direction} by ${owner.command} (${owner.pid})`);
  const machine = machineText(account);
  const last = commits?.at(-1);
  return [
    `${fault} at ${formatClock(account.toNs)} on ${by}`,
    ...(last === undefined ? [] : [`  last commit: ${commitText(last)}`]),
    ...(noticedNs === undefined
      ? []
      : [`  noticed ${formatDuration(noticedNs - ranDryNs)} after the ring ran dry`]),
    `  the ring's length before it: ${account.isSampled ? sharesText(account) : 'not sampled'}`,
    ...(machine === undefined ? [] : [`  the machine meanwhile: ${machine}`]),
    `why: likely: ${describeLikely(account)}`,
  ]
    .flatMap((line) => wrapLine(line, 5))
    .join('\n');
}
