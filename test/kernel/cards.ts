/** Ids of the cards requested for this guest; empty outside a guest. */
const IDS = (process.env['ALSA_MMAP_CARDS'] ?? '').split(' ');

/** True if the guest has the card of a device such as `hw:Dummy,1` or `plughw:Dummy`. */
export function isThere(device: string): boolean {
  return IDS.includes(device.split(/[:,]/)[1]!);
}

/** A device that plays, and one that records, whatever cards there are. */
export const PLAYS = isThere('hw:AC97') ? 'hw:AC97' : 'hw:USB';
export const RECORDS = isThere('hw:Dummy') ? 'hw:Dummy' : 'hw:Loopback,1';
