/** Addresses at which a process has mapped the pages of a PCM; 0 for no control page. */
export interface PageAddresses {
  readonly status: number;
  readonly control: number;
}

/** Offsets of the pages in a PCM's mmap space, OLD and NEW (sound/asound.h). */
const STATUS_OFFSETS = new Set([0x8000_0000, 0x8200_0000]);
const CONTROL_OFFSETS = new Set([0x8100_0000, 0x8300_0000]);

/**
 * Finds the pages of a PCM in /proc/PID/maps: one entry per mapped status page. If there is a
 * control page for each, the n-th belongs to the n-th status page: alsa-lib maps one after the
 * other.
 * @param node such as `/dev/snd/pcmC0D0p`
 */
export function parsePageAddresses(maps: string, node: string): PageAddresses[] {
  const status: number[] = [];
  const control: number[] = [];
  for (const line of maps.split('\n')) {
    if (!line.endsWith(node)) continue;
    const match = /^([0-9a-f]{1,16})-[0-9a-f]+ r\S+ ([0-9a-f]{1,16}) \S+ \d+ +(\S.*)$/.exec(line);
    if (match === null || match[3] !== node) continue;
    const address = Number.parseInt(match[1]!, 16);
    const offset = Number.parseInt(match[2]!, 16);
    if (STATUS_OFFSETS.has(offset)) status.push(address);
    if (CONTROL_OFFSETS.has(offset)) control.push(address);
  }
  const isPaired = control.length === status.length;
  return status.map((address, index) => ({
    status: address,
    control: isPaired ? control[index]! : 0,
  }));
}
