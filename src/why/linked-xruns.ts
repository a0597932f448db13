import type { Account } from './account.js';
import { findOwner } from './find-owner.js';
import type { Trace } from './parse-trace.js';
import type { PcmStream } from './pcm-streams.js';

/**
 * Returns an account of each stream that an xrun has stopped because it is linked to the one that
 * ran dry. Its missing time is that of the other stream.
 */
export function linkedAccounts(
  trace: Trace,
  account: Account,
  streams: readonly PcmStream[],
): Account[] {
  const { group, id } = account.stream;
  return streams
    .filter((other) => group !== undefined && other.group === group && other.id !== id)
    .map((stream) => ({
      ...account,
      stream,
      owner: findOwner(trace, stream),
      cause: { kind: 'linked', target: nameStream(account.stream) },
      commits: [],
      restartedNs: undefined,
    }));
}

function nameStream({ card, device, subdevice, direction }: PcmStream): string {
  return `hw:${card ?? '?'},${device ?? '?'},${subdevice ?? '?'}, ${direction}`;
}
