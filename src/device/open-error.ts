import { AlsaMmapError, type ErrorCode } from './errors.js';
import type { Direction } from './params.js';
import { pcmOwners } from './pcm-owners.js';
import { cardNumber, listPcms } from './sound-cards.js';

/** alsa-lib returns EINVAL for an impossible card number. */
const CODES: Record<string, ErrorCode> = {
  ENOENT: 'NO_DEVICE',
  ENODEV: 'NO_DEVICE',
  ENXIO: 'NO_DEVICE',
  EINVAL: 'NO_DEVICE',
  EBUSY: 'BUSY',
  EAGAIN: 'BUSY',
  EACCES: 'PERMISSION',
  EPERM: 'PERMISSION',
};

/**
 * Error for a failed opening: says if the device exists, who has it open, or which right is
 * missing.
 */
export function openError(
  name: string,
  direction: Direction,
  cause: NodeJS.ErrnoException,
): AlsaMmapError {
  const errno = cause.code ?? 'EIO';
  const code = CODES[errno] ?? 'FAILED';
  return new AlsaMmapError(code, `${name}: ${describe(code, name, direction, cause)} (${errno})`, {
    errno,
    syscall: cause.syscall,
    device: name,
    cause,
  });
}

function describe(
  code: ErrorCode,
  name: string,
  direction: Direction,
  cause: NodeJS.ErrnoException,
): string {
  if (code === 'NO_DEVICE') return describeMissing(name, direction);
  if (code === 'BUSY') return describeBusy(name, direction);
  if (code === 'PERMISSION') return 'not allowed to open it; join the group "audio" or run as root';
  return `${cause.syscall ?? 'open'} failed`;
}

function describeMissing(name: string, direction: Direction): string {
  const place = parseHwAddress(name);
  const other = direction === 'playback' ? 'capture' : 'playback';
  const pcm = listPcms().find((one) => one.card === place?.card && one.device === place.device);
  if (pcm !== undefined && pcm[direction] === 0)
    return `it has no ${direction} side, only ${other}`;
  return (
    `there is no such ${direction} device; "cat /proc/asound/pcm" shows what there is, and "sim" ` +
    'is always there'
  );
}

function describeBusy(name: string, direction: Direction): string {
  const place = parseHwAddress(name);
  const owners = place ? pcmOwners(place.card, place.device, direction) : [];
  if (owners.length === 0) return 'the device is busy; nothing is known of who holds it';
  const who = owners.map(({ command, pid }) => `${command} (pid ${pid})`).join(', ');
  return `the device is held by ${who}`;
}

function parseHwAddress(name: string): { card: number; device: number } | undefined {
  const match = /^hw:([^,]+),(\d+)/.exec(name);
  const card = match === null ? undefined : cardNumber(match[1]!);
  return card === undefined ? undefined : { card, device: Number(match![2]) };
}
