import type { PcmStream } from '../model/pcm-streams.js';
import type { Account } from './account.js';
import type { StreamModel } from './trace-model.js';

/**
 * Returns an account of each stream that an xrun has stopped because it is linked to the one that
 * ran dry. Its missing time is that of the other stream.
 */
export function linkedAccounts(account: Account, streams: readonly StreamModel[]): Account[] {
  const { group, id } = account.stream;
  return streams
    .filter(({ stream }) => group !== undefined && stream.group === group && stream.id !== id)
    .map(({ stream, owner }) => ({
      ...account,
      stream,
      owner,
      cause: { kind: 'linked', target: nameStream(account.stream) },
      commits: [],
      runTimes: undefined,
      restartedNs: undefined,
    }));
}

function nameStream({ card, device, subdevice, direction }: PcmStream): string {
  return `hw:${card ?? '?'},${device ?? '?'},${subdevice ?? '?'}, ${direction}`;
}
