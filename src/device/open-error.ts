import type { HwName } from './device-name.js';
import { AlsaMmapError, codeForOpenErrno, type ErrorCode } from './errors.js';
import { PERMISSION_DENIED } from './kernel-error.js';
import type { Direction } from './params.js';
import { pcmOwners } from './pcm-owners.js';
import { cardNumber, listPcms } from './sound-cards.js';

/** A device that could not be opened; `hw` is undefined for a name of alsa-lib's configuration. */
interface FailedOpen {
  readonly name: string;
  readonly hw: HwName | undefined;
  readonly direction: Direction;
  readonly cause: NodeJS.ErrnoException;
}

/**
 * Error for a device that could not be opened: NO_DEVICE, with the direction that it has instead;
 * BUSY, with the programs that hold it; PERMISSION; or FAILED.
 */
export function openError(failed: FailedOpen): AlsaMmapError {
  const { name, cause } = failed;
  const errno = cause.code ?? 'EIO';
  // alsa-lib returns EINVAL for an impossible card number.
  const code = errno === 'EINVAL' ? 'NO_DEVICE' : codeForOpenErrno(errno);
  return new AlsaMmapError(code, `${name}: ${describe(code, failed)} (${errno})`, {
    errno,
    syscall: cause.syscall,
    device: name,
    cause,
  });
}

function describe(code: ErrorCode, { hw, direction, cause }: FailedOpen): string {
  if (code === 'NO_DEVICE') return describeMissing(hw, direction);
  if (code === 'BUSY') return describeBusy(hw, direction);
  if (code === 'PERMISSION') return PERMISSION_DENIED;
  return `${cause.syscall ?? 'open'} failed`;
}

function describeMissing(hw: HwName | undefined, direction: Direction): string {
  const card = hw && cardNumber(hw.card);
  const pcm = listPcms().find((one) => one.card === card && one.device === hw?.device);
  if (pcm !== undefined && pcm[direction] === 0) {
    const other = direction === 'playback' ? 'capture' : 'playback';
    return `the device has no ${direction}, only ${other}`;
  }
  return `no such ${direction} device; choose one of /proc/asound/pcm, or the simulated card "sim"`;
}

function describeBusy(hw: HwName | undefined, direction: Direction): string {
  const card = hw && cardNumber(hw.card);
  const owners = hw && card !== undefined ? pcmOwners(card, hw.device, direction) : [];
  if (owners.length === 0) return 'the device is busy, its owner unknown; stop that program';
  const programs = owners.map(({ command, pid }) => `${command} (pid ${pid})`).join(', ');
  return `the device is held by ${programs}; stop it or use another device`;
}
