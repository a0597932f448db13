import type { Direction } from '../device/params.js';
import { PollFlag } from '../device/pcm-device.js';
import { PcmState } from '../device/pcm-state.js';
import type { Quirk } from './quirks.js';

/**
 * Event bits of poll(2) for a stream. Kernel: `snd_pcm_poll`, which does not update the pointer.
 */
export function pollEvents(
  direction: Direction,
  state: number,
  avail: bigint,
  availMin: bigint,
  wrong: readonly Quirk[] = [],
): number {
  const ready = direction === 'playback' ? PollFlag.OUT : PollFlag.IN;
  switch (state) {
    case PcmState.PREPARED:
    case PcmState.RUNNING:
    case PcmState.PAUSED:
      if (wrong.includes('poll-early')) return ready;
      return avail >= availMin && !wrong.includes('poll-never') ? ready : 0;
    case PcmState.DRAINING:
      if (direction === 'playback') return 0;
      return avail > 0n ? ready : ready | PollFlag.ERR;
    case PcmState.DISCONNECTED:
      return ready | PollFlag.ERR | PollFlag.NVAL;
    default:
      return wrong.includes('poll-hides-error') ? ready : ready | PollFlag.ERR;
  }
}
