import type { PcmOffers } from '../device/offers.js';
import type { PcmParams } from '../device/params.js';
import type { Wrong } from './wrongs.js';

/** Whether the card, which has offered all of this, refuses it all the same. */
export function isRefused(wrong: readonly Wrong[], offers: PcmOffers, params: PcmParams): boolean {
  const refused: Partial<Record<Wrong, boolean>> = {
    'refuses-format': params.format.name === offers.formats.at(-1),
    'refuses-channels': params.channels === offers.channels.most,
    'refuses-rate': params.rateHz === offers.rateHz.most,
    'refuses-period': params.periodSize === offers.periodSize.most,
    'refuses-buffer': params.bufferSize === offers.bufferSize.least,
  };
  return wrong.some((name) => refused[name] === true);
}
