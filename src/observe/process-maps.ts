/** Addresses at which a process has mapped the pages of a PCM; 0 for no control page. */
export interface PageAddresses {
  readonly status: number;
  readonly control: number;
}

/** Offsets of the pages in a PCM's mmap space, OLD and NEW (sound/asound.h). */
const STATUS_OFFSETS = new Set([0x8000_0000, 0x8200_0000]);
const CONTROL_OFFSETS = new Set([0x8100_0000, 0x8300_0000]);

/** One line of /proc/PID/maps. */
interface Mapping {
  readonly address: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Mapping of a PCM's ring, or of a part of it. */
export type RingMapping = Omit<Mapping, 'offset'>;

/**
 * Finds the pages of a PCM in /proc/PID/maps: one entry per mapped status page. If there is a
 * control page for each, the n-th belongs to the n-th status page: alsa-lib maps one after the
 * other.
 * @param node such as `/dev/snd/pcmC0D0p`
 */
export function parsePageAddresses(maps: string, node: string): PageAddresses[] {
  const mappings = parseMappings(maps, node);
  const at = (offsets: ReadonlySet<number>) =>
    mappings.filter(({ offset }) => offsets.has(offset)).map(({ address }) => address);
  const [status, control] = [at(STATUS_OFFSETS), at(CONTROL_OFFSETS)];
  const isPaired = control.length === status.length;
  return status.map((address, index) => ({
    status: address,
    control: isPaired ? control[index]! : 0,
  }));
}

/** Finds the mappings of a PCM's ring in /proc/PID/maps that begin with its first frame. */
export function parseRingMappings(maps: string, node: string): RingMapping[] {
  return parseMappings(maps, node)
    .filter(({ offset }) => offset === 0)
    .map(({ address, bytes }) => ({ address, bytes }));
}

/** Mappings of a node that the process can read. Looks at its lines only: there are thousands. */
function parseMappings(maps: string, node: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (let at = maps.indexOf(node); at >= 0; at = maps.indexOf(node, at + node.length)) {
    const lineEnd = maps.indexOf('\n', at);
    const line = maps.slice(maps.lastIndexOf('\n', at) + 1, lineEnd < 0 ? maps.length : lineEnd);
    const match = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) r\S+ ([0-9a-f]{1,16}) \S+ \d+ +(\S.*)$/.exec(
      line,
    );
    if (match === null || match[4] !== node) continue;
    const [address, end, offset] = match.slice(1, 4).map((digits) => Number.parseInt(digits, 16));
    mappings.push({ address: address!, bytes: end! - address!, offset: offset! });
  }
  return mappings;
}
