import type { PcmCapabilities } from '../device/capabilities.js';
import type { PcmParams } from '../device/params.js';
import type { Quirk } from './quirks.js';

/** True if a quirk refuses these parameters although they are in the capabilities. */
export function isRefusedByQuirk(
  wrong: readonly Quirk[],
  offers: PcmCapabilities,
  params: PcmParams,
): boolean {
  const refused: Partial<Record<Quirk, boolean>> = {
    'refuses-format': params.format.name === offers.formats.at(-1),
    'refuses-channels': params.channels === offers.channels.max,
    'refuses-rate': params.rateHz === offers.rateHz.max,
    'refuses-period': params.periodSize === offers.periodSize.max,
    'refuses-buffer': params.bufferSize === offers.bufferSize.min,
  };
  return wrong.some((name) => refused[name] === true);
}
