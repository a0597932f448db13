import type { HwName } from './device-name.js';
import {
  cardNumbers,
  controlNodeProblem,
  type OpenProblem,
  permissionReason,
} from './device-nodes.js';
import { type AlsaMmapError, codeForOpenErrno, deviceError } from './errors.js';
import { PERMISSION_DENIED } from './kernel-error.js';
import type { Direction } from './params.js';
import { describeOwner, type PcmOwner, pcmOwners, subdeviceNumbers } from './pcm-owners.js';
import { cardNumber, pcmDirectory, pcmsBelow } from './sound-cards.js';

/** A device that could not be opened; `hw` is undefined for a name of alsa-lib's configuration. */
interface FailedOpen {
  readonly name: string;
  readonly hw: HwName | undefined;
  readonly direction: Direction;
  readonly cause: NodeJS.ErrnoException;
}

/** A `hw:` device whose card has a number. */
interface HwPcm {
  readonly card: number;
  readonly device: number;
  /** -1 for any. */
  readonly subdevice: number;
  readonly direction: Direction;
}

/** Programs that open a card again as soon as it is free. */
const SOUND_SERVERS = /^(pipewire|wireplumber|pulseaudio)/;

/**
 * Error for a device that could not be opened: NO_DEVICE, with the direction or the subdevices that
 * it has instead; BUSY, with the programs that hold it; PERMISSION, with the group; or FAILED.
 * alsa-lib's errno alone is not enough: without permission for the control node of a card, it
 * reports that there is no such card.
 * @param root directory that contains `proc`, `dev` and `etc`; empty for the machine itself
 */
export function openError(failed: FailedOpen, root = ''): AlsaMmapError {
  const { name, cause } = failed;
  const { code, errno, reason } = findProblem(failed, root);
  const { syscall } = cause;
  return deviceError(code, name, `${reason} (${errno})`, { errno, syscall, cause });
}

function findProblem({ hw, direction, cause }: FailedOpen, root: string): OpenProblem {
  const errno = cause.code ?? 'EIO';
  // alsa-lib returns EINVAL for an impossible card number.
  const code = errno === 'EINVAL' ? 'NO_DEVICE' : codeForOpenErrno(errno);
  const card = hw && cardNumber(hw.card, root);
  const pcm = hw && card !== undefined ? { ...hw, card, direction } : undefined;
  const missing = pcm && missingSubdevice(pcm, root);
  if (missing !== undefined) return { code: 'NO_DEVICE', errno, reason: missing };
  if (code === 'BUSY') return { code, errno, reason: describeBusy(pcm, root) };
  if (code !== 'NO_DEVICE' && code !== 'PERMISSION') {
    return { code, errno, reason: `${cause.syscall ?? 'open'} failed` };
  }
  const problem = commonNodeProblem(card === undefined ? cardNumbers(root) : [card], root);
  if (problem !== undefined) return problem;
  return code === 'PERMISSION'
    ? { code, errno, reason: describeForbidden(pcm, errno, root) }
    : { code, errno, reason: describeMissing(pcm, direction, root) };
}

/** Problem with the first control node if all of them have one. */
function commonNodeProblem(cards: readonly number[], root: string): OpenProblem | undefined {
  const problems = cards.map((card) => controlNodeProblem(card, root));
  return problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
}

/** Subdevices of a PCM that does not have the requested one; undefined if it has, or is unknown. */
function missingSubdevice(pcm: HwPcm, root: string): string | undefined {
  const { card, device, direction, subdevice } = pcm;
  const numbers = subdeviceNumbers(pcmDirectory(card, device, direction, root));
  const last = numbers.at(-1);
  if (last === undefined || subdevice < 0 || numbers.includes(subdevice)) return undefined;
  const supported = last === 0 ? 'only subdevice 0' : `subdevices 0 to ${last}`;
  return `no subdevice ${subdevice}; the device has ${supported}`;
}

function describeMissing(pcm: HwPcm | undefined, direction: Direction, root: string): string {
  const listing = pcmsBelow(root).find(
    ({ card, device }) => card === pcm?.card && device === pcm.device,
  );
  if (listing !== undefined && listing[direction] === 0) {
    const other = direction === 'playback' ? 'capture' : 'playback';
    return `the device has no ${direction}, only ${other}`;
  }
  return `no such ${direction} device; "alsa-mmap list" shows all, "sim" is the simulated card`;
}

function describeForbidden(pcm: HwPcm | undefined, errno: string, root: string): string {
  if (pcm === undefined) return PERMISSION_DENIED;
  const { card, device, direction } = pcm;
  const node = `/dev/snd/pcmC${card}D${device}${direction === 'playback' ? 'p' : 'c'}`;
  return permissionReason(node, errno, root);
}

function describeBusy(pcm: HwPcm | undefined, root: string): string {
  const owners = pcm === undefined ? [] : ownersOf(pcm, root);
  if (owners.length === 0) return 'the device is busy, its owner unknown; stop that program';
  const programs = owners.map(describeOwner).join(', ');
  if (!owners.some(({ command }) => SOUND_SERVERS.test(command))) {
    return `the device is held by ${programs}; stop it or use another device`;
  }
  return (
    `the device is held by ${programs}, which opens it again if it is ended; release it with ` +
    '"pactl set-card-profile CARD off" ("pactl list short cards" lists CARD)'
  );
}

/** Owners of the requested subdevice, or of all if any is good. */
function ownersOf({ card, device, direction, subdevice }: HwPcm, root: string): PcmOwner[] {
  const owners = pcmOwners(card, device, direction, root);
  return subdevice < 0 ? owners : owners.filter((owner) => owner.subdevice === subdevice);
}
