import { formatHwName } from './device-name.js';
import { AlsaMmapError } from './errors.js';
import type { Direction } from './params.js';
import { describeOwner, pcmOwners } from './pcm-owners.js';
import { readText } from './proc-files.js';
import { pcmDirectory } from './sound-cards.js';

/** A substream in one direction, by numbers. */
export interface Substream {
  readonly card: number;
  readonly device: number;
  readonly subdevice: number;
  readonly direction: Direction;
}

/**
 * Adds to a refusal of parameters that the other end of an snd-aloop cable prescribes them: both
 * ends run with one format, one rate and one number of channels. Other errors are returned
 * unchanged.
 */
export function withLoopbackPeer(error: unknown, stream: Substream, root = ''): unknown {
  if (!(error instanceof AlsaMmapError) || error.code !== 'UNSUPPORTED') return error;
  const peer = describePeer(stream, root);
  if (peer === undefined) return error;
  const { code, errno, syscall, device, cause } = error;
  const message = `${error.message}; ${peer}; request the same, or close it`;
  return new AlsaMmapError(code, message, { errno, syscall, device, cause });
}

/** The open stream at the other end of a cable; undefined without one. */
function describePeer(stream: Substream, root: string): string | undefined {
  const { card, device, subdevice, direction } = stream;
  const info = readText(`${pcmDirectory(card, device, direction, root)}/info`);
  if (!/^id: Loopback PCM$/m.test(info) || device > 1) return undefined;
  const other = direction === 'playback' ? 'capture' : 'playback';
  const directory = pcmDirectory(card, 1 - device, other, root);
  const hwParams = readText(`${directory}/sub${subdevice}/hw_params`);
  const value = (key: string) => new RegExp(`^${key}: (\\w+)`, 'm').exec(hwParams)?.[1];
  const [format, channels, rateHz] = ['format', 'channels', 'rate'].map(value);
  if (rateHz === undefined) return undefined;
  const name = formatHwName({ card: String(card), device: 1 - device, subdevice });
  const owner = pcmOwners(card, 1 - device, other, root).find((one) => one.subdevice === subdevice);
  const program = owner === undefined ? '' : ` by ${describeOwner(owner)}`;
  const params = `${format}, ${channels} channels, ${rateHz} Hz`;
  return `the other end of this loopback, ${name}, is open${program} with ${params}`;
}
